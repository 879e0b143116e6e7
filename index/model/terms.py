"""Word lists for the training of the embedded model: domain compounds, abbreviations, question frames."""

from __future__ import annotations

_STOP_WORDS = (
    "và của các những cho là theo tại được trong này khi với do từ đến về bằng hoặc nếu thì mà để bị đã đang sẽ "
    "cũng như có không một số ở vào ra lên trên dưới hơn nhất rất đó nào mỗi mọi từng bởi"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())

# Compounds that contain a stop word and are words all the same.
_KEPT_PAIRS = (
    "dân số|không gian|không khí|đổi số|tham số|chỉ số|hệ số|tế số|hội số|hàng không|mã số|biển số|của cải|thông số|"
    "từ điển|tự do|từ chối|từ thiện|từ bỏ|chính phủ|lý do|đối với|điện từ|doanh số|đa số|thiểu số|trọng số|có thể|"
    "cơ sở|ra đời|lên men|vào cuộc|từ xa|ra quân|đầu ra|đầu vào"
)
KEPT_PAIRS = frozenset((pair.split()[0], pair.split()[1]) for pair in _KEPT_PAIRS.split("|"))

# Compounds of Party documents on science, technology and innovation that must be one token each.
_DOMAIN_TERMS = (
    "nhân tài|trọng dụng|thu hút|trí tuệ nhân tạo|đội ngũ trí thức|trí thức|"
    "khởi nghiệp sáng tạo|khởi nghiệp|đổi mới sáng tạo|chuyển đổi số|chuyển đổi xanh|khoa học công nghệ|"
    "công nghiệp hóa|hiện đại hóa|sở hữu trí tuệ|tài sản trí tuệ|công nghệ cao|công nghệ số|công nghệ sinh học|"
    "công nghệ thông tin|công nghệ lõi|công nghệ nguồn|công nghệ chiến lược|công nghệ bán dẫn|bán dẫn|"
    "dữ liệu lớn|điện toán đám mây|chuỗi khối|internet vạn vật|an toàn thông tin|an ninh mạng|hạ tầng số|"
    "kinh tế số|xã hội số|chính phủ số|chính quyền số|công dân số|kinh tế tri thức|kinh tế tuần hoàn|"
    "kinh tế xanh|tăng trưởng xanh|tăng trưởng kinh tế|năng suất lao động|năng suất nhân tố tổng hợp|"
    "nhân lực chất lượng cao|nguồn nhân lực|chuyên gia|nhà khoa học|tổ chức khoa học|viện nghiên cứu|"
    "trường đại học|khoa học cơ bản|nghiên cứu cơ bản|nghiên cứu ứng dụng|nghiên cứu khoa học|"
    "chuyển giao công nghệ|thương mại hóa|"
    "quỹ phát triển|đầu tư mạo hiểm|vườn ươm|ươm tạo|"
    "bộ chính trị|ban bí thư|ban chấp hành|ban thường vụ|huyện ủy|tỉnh ủy|thành ủy|thị ủy|đảng ủy|cấp ủy|"
    "chi bộ|đảng bộ|đảng viên|ban cán sự đảng|đảng đoàn|ban tuyên giáo|ban tổ chức|ủy ban kiểm tra|"
    "mặt trận tổ quốc|hội nông dân|hội phụ nữ|đoàn thanh niên|công đoàn|hệ thống chính trị|"
    "quán triệt|tuyên truyền|thể chế hóa|sơ kết|tổng kết|báo cáo viên|chương trình hành động|"
    "kế hoạch hành động|tổ chức thực hiện|người đứng đầu|"
    "ủy ban nhân dân|hội đồng nhân dân|đơn vị sự nghiệp|tự chủ|cơ chế đặc thù|thử nghiệm có kiểm soát|"
    "chấp nhận rủi ro|đầu tư công|ngân sách nhà nước|hợp tác quốc tế|hội nhập quốc tế|đột phá|đột phá chiến lược|"
    "quan điểm chỉ đạo|mục tiêu tổng quát|mục tiêu cụ thể|nhiệm vụ giải pháp|tầm nhìn|thu nhập trung bình cao|"
    "thu nhập cao|nước phát triển|nông thôn mới|nông nghiệp công nghệ cao|khu công nghiệp|khu công nghệ cao|"
    "cụm công nghiệp|công nghiệp hỗ trợ|công nghiệp chế biến|văn học nghệ thuật|liên hiệp các hội|"
    "chỉ số đổi mới|hệ sinh thái|hệ thống đổi mới|tiêu chuẩn đo lường|đo lường chất lượng|tiêu chuẩn quốc gia|"
    "kiểu dáng công nghiệp|sáng chế|nhãn hiệu|chỉ dẫn địa lý|cải cách hành chính|thủ tục hành chính|"
    "dịch vụ công trực tuyến|cơ sở dữ liệu|dữ liệu quốc gia|truyền thông|cách mạng công nghiệp"
)
DOMAIN_TERMS = tuple(_DOMAIN_TERMS.split("|"))

# Abbreviations that cadres type, with what they stand for (lower case; & and hyphens fall in the tokenizer).
ABBREVIATIONS = {
    "khoa học và công nghệ": ("khcn", "kh cn"),
    "khoa học công nghệ": ("khcn", "kh cn"),
    "đổi mới sáng tạo": ("đmst",),
    "chuyển đổi số": ("cđs",),
    "sở hữu trí tuệ": ("shtt",),
    "công nghệ thông tin": ("cntt",),
    "trí tuệ nhân tạo": ("ai", "ttnt"),
    "công nghiệp hóa hiện đại hóa": ("cnh hđh",),
    "công nghiệp hóa": ("cnh",),
    "hiện đại hóa": ("hđh",),
    "ban thường vụ": ("btv",),
    "ban chấp hành trung ương": ("bchtw", "bch tw"),
    "ban chấp hành": ("bch",),
    "bộ chính trị": ("bct",),
    "ban bí thư": ("bbt",),
    "trung ương": ("tw",),
    "ủy ban nhân dân": ("ubnd",),
    "hội đồng nhân dân": ("hđnd",),
    "mặt trận tổ quốc": ("mttq",),
    "hệ thống chính trị": ("htct",),
    "nghị quyết": ("nq",),
    "kết luận": ("kl",),
    "quyết định": ("qđ",),
    "chỉ thị": ("ct",),
    "kế hoạch": ("kh",),
    "nghị định": ("nđ",),
    "thông tư": ("tt",),
    "chính phủ": ("cp",),
    "thủ tướng": ("ttg",),
    "kinh tế xã hội": ("ktxh", "kt xh"),
    "xã hội chủ nghĩa": ("xhcn",),
    "chủ nghĩa xã hội": ("cnxh",),
    "quốc phòng an ninh": ("qpan",),
    "giáo dục và đào tạo": ("gdđt",),
    "ngân sách nhà nước": ("nsnn",),
    "doanh nghiệp": ("dn",),
    "cán bộ công chức viên chức": ("cbccvc",),
    "cán bộ công chức": ("cbcc",),
    "bảo hiểm xã hội": ("bhxh",),
    "bảo hiểm y tế": ("bhyt",),
    "người lao động": ("nlđ",),
    "hợp đồng lao động": ("hđlđ",),
    "nông thôn mới": ("ntm",),
    "thủ tục hành chính": ("tthc",),
    "cải cách hành chính": ("cchc",),
    "trung học phổ thông": ("thpt",),
    "nghiên cứu khoa học": ("nckh",),
    "cơ sở dữ liệu": ("csdl",),
    "vi phạm hành chính": ("vphc",),
    "trách nhiệm hữu hạn": ("tnhh",),
    "quyền sử dụng đất": ("qsdđ",),
    "giấy phép lái xe": ("gplx",),
    "thành phố hồ chí minh": ("tphcm",),
}

_QUESTION_ENDINGS = (
    "là gì|như thế nào|thế nào|gồm những gì|bao gồm những nội dung gì|được quy định như thế nào|ra sao|"
    "quy định ở đâu|nằm ở mục nào|nói gì|yêu cầu gì|có những gì|cần làm gì|phải làm gì|khi nào|bao giờ|ở đâu|"
    "bao nhiêu|là bao nhiêu|là bao lâu|đến năm nào|do ai chủ trì|ai chịu trách nhiệm|ai có thẩm quyền|"
    "cơ quan nào thực hiện|cơ quan nào chủ trì|đúng hay sai|có được không|có phải không|trong trường hợp nào|"
    "theo quy định hiện nay|những ai|để làm gì|vì sao|thời hạn nào|căn cứ vào đâu"
)
QUESTION_ENDINGS = tuple(_QUESTION_ENDINGS.split("|"))
_QUESTION_OPENINGS = (
    "quy định về|cho tôi hỏi|cho hỏi|cho biết|văn bản nói gì về|chỗ nào nói về|mục nào nói về|nội dung|"
    "nhiệm vụ|mục tiêu|giải pháp|chủ trương về|quan điểm về|chính sách|yêu cầu về|trách nhiệm|các|những|"
    "thế nào là|có bao nhiêu|ai|cơ quan nào|tại sao|khi nào|làm thế nào để|theo quy định của pháp luật|"
    "hiện nay|tìm|điều khoản về|tóm tắt|đến năm 2030|kế hoạch"
)
QUESTION_OPENINGS = tuple(_QUESTION_OPENINGS.split("|"))
AGENT_QUESTIONS = ("ai", "cơ quan nào", "đơn vị nào", "ai có trách nhiệm", "cơ quan nào chủ trì", "cấp nào")
NUMBER_QUESTIONS = ("bao nhiêu", "mấy", "là bao nhiêu", "tỷ lệ bao nhiêu", "năm nào", "khi nào", "bao lâu")
