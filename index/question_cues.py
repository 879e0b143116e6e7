"""The wording by which questions tell what they want. Patterns run on text without accents unless said otherwise."""

from __future__ import annotations

import re

from index.naming import plain
from ingest.vietnamese import fold, has_accents, strip_accents

# Words of asking, folded; they say what kind of answer is wanted, not what it is about.
ASKING = frozenset(
    fold(word)
    for line in (
        "là gì nào ai của và các những cho về trong theo thì ở tại đến từ với một này đó do được bị có không bao nhiêu",
        "thế sao như ra năm nói nêu giao việc hay hoặc khi mà còn cũng đã sẽ đang mấy mức đạt phần trăm ngày biết xem",
        "giúp tôi mình họ liệt kê kể tên hết gồm điều cái chuyện văn bản nghị quyết kết luận kế hoạch nhắc tới đâu",
        "nhằm để vào lên hơn cần thực hiện phải làm",
    )
    for word in line.split()
)
# The same for text typed without accents, where "từ" cannot be told from "tư".
ASKING_BARE = frozenset(strip_accents(word) for word in ASKING)

# Words of asking that others look like when accents are taken away: "máy" asks for no number, "lượng" is no "lương".
_SPELLED = {
    "may": "mấy", "dau": "đâu", "nao": "nào", "gi": "gì", "sao": "sao", "giao": "giao", "phai": "phải", "lam": "làm",
    "tru": "trụ", "deu": "đều", "khop": "khớp", "luong": "lương", "ai": "ai", "lo": "lo", "khi": "khi", "bao": "bao",
    "gap": "gấp",
}  # fmt: skip
_WORD_OF = re.compile(r"\w+")


def cue_text(text: str) -> str:
    """`text` as cues are looked for: no accents, small, of the same length; words that only look like one are blanked.

    In a text without accents nothing can be told apart, and nothing is blanked.
    """
    bare = plain(text)
    if len(bare) != len(text):
        # A mark that belongs to no letter, a letter that grows when it is made small: one character each.
        bare = "".join((plain(character) or "_")[:1] for character in text)
    if not has_accents(text):
        return bare

    def kept(match: re.Match[str]) -> str:
        asks = _SPELLED.get(match.group())
        own = fold(text[match.start() : match.end()])
        return match.group() if asks is None or own == fold(asks) else "_" * len(match.group())

    return _WORD_OF.sub(kept, bare)


# What a sentence looks like that gives a quantity (folded text, with accents).
# "năm" is not among them: it is "year" far oftener than "five".
_WORD = r"(?:một(?! số| trong| cách| mặt| bước| phần)|hai|ba|bốn|sáu|bảy|tám|chín|mười|vài)"
_COUNT = rf"(?:\d+(?:[.,]\d+)*|{_WORD})"
_DATE = r"ngày \d|tháng \d|\d{1,2}/\d{1,2}/\d{4}|quí [ivx\d]|(?:cuối|đầu) năm|ngày kí|chưa đọc được"
_TIME = (
    rf"{_DATE}|năm (?:19|20)\d\d|định kì|(?:hằng|hàng) (?:năm|quí|tháng)|\d+ (?:tháng|năm|ngày)|thế kỉ|thường xuyên"
    r"|trước (?:ngày|năm|tháng)"
)
GIVES = {
    "percent": re.compile(r"\d\s*%|\bphần trăm\b"),
    "money": re.compile(r"\d[\d.,]*\s*(?:đồng|tỉ|triệu|nghìn|usd|đô la|vnđ)|(?:tỉ|triệu) (?:đồng|usd)"),
    "area": re.compile(r"\d\s*(?:ha|héc|hecta|m2|m²|km)(?!\w)"),
    "date": re.compile(_DATE),
    "day": re.compile(_TIME),
    "year": re.compile(r"\b(?:19|20)\d\d\b|thế kỉ"),
    "length": re.compile(rf"(?<![\w/-]){_COUNT}\s+(?:năm|tháng|tuần|ngày|quí)(?!\w)"),
    "often": re.compile(rf"{_COUNT}\s+(?:năm|tháng|tuần|ngày|quí)(?!\w)|(?:hằng|hàng) (?:năm|quí|tháng)|định kì"),
    "times": re.compile(rf"{_COUNT}\s+lần|gấp đôi"),
    "count": re.compile(rf"(?<![\w/.-])(?!(?:19|20)\d\d\b){_COUNT}(?![\w/]|-\D|[.,]\d)"),
}
_HOW_MANY = r"(?:bao nhieu|may|bn|bao nhiu)"
_PRICED = r"(?:kinh phi|gia ca|gia vang|luong|hoc phi|chi phi|tien)"
ASKS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "percent",
            rf"(?:{_HOW_MANY}|bao)\s*(?:phan tram|%)"
            rf"|\b(?:phan tram|t[iy] le|t[iy] trong)\b[^?]*\b(?:{_HOW_MANY}|muc nao)\b",
        ),
        (
            "money",
            rf"{_HOW_MANY}\s+(?:tien|dong|ti|ty|trieu|nghin|usd|do la|kinh phi)\b"
            rf"|\b(?:ty|ti|trieu) dong\b[^?]*{_HOW_MANY}"
            rf"|\b{_PRICED}\b[^?,]{{0,60}}\b(?:bao nhieu|la may)\b(?!\s*(?:phan tram|%))",
        ),
        ("area", rf"{_HOW_MANY}\s+(?:hec|ha\b|met|km|m2|sao\b|mau\b)|dien tich[^?]*bao nhieu"),
        ("often", r"\bbao lau\b"),
        ("length", rf"(?<!thang )(?<!ngay )(?<!quy )(?<!so ){_HOW_MANY}\s+(?:nam|thang|tuan|ngay|quy)\b"),
        ("times", rf"{_HOW_MANY}\s+lan\b|\bgap (?:may|bao nhieu)"),
        ("year", r"\bnam nao\b"),
        ("date", r"\bngay (?:nao|may|thang nao)\b|\bhan (?:cuoi|chot)\b|\bthang may\b"),
        (
            "day",
            r"\b(?:khi nao|bao gio|luc nao|hom nao|quy (?:nao|may)|thang nao|thoi diem nao)\b|\bthoi han\b"
            r"|\bthoi gian nao\b",
        ),
        (
            "count",
            r"\bbao nhieu\b|\b(?<!qua )(?<!so )may\s+\w+|\bcon so\b|(?<!o )\bmuc nao\b|\bchi tieu nao\b|\bbn\b"
            r"|\bmuc (?:luong|ho tro|phat(?! trien)|thu|dong|chi|thuong|tran|phi)\b",
        ),
    )
)
# Words typed as into a search box ask for the figure that they begin with, and nothing else asks.
HEADED_BY_FIGURE = re.compile(
    r"^\W*(?:so sanh |doi chieu )?(?:(?:muc tieu|chi tieu|ve) )?"
    r"(?P<percent>t[iy] le|t[iy] trong|toc do (?:tang|doi moi)|phan tram)\b"
    r"|^\W*(?:(?:muc tieu|chi tieu|ve) )?(?:so luong|so doanh nghiep|so trung tam|gdp|quy mo"
    r"|(?:muc |tong )?chi(?: cho)?)\b[^?]*\b(?:19|20)\d\d\b"
)
ASKED_OTHERWISE = re.compile(
    r"\b(?:khong|chua)\W*$|\bco\b[^?]*\bkhong\b|\b(?:gi|nao|ai|sao|dau|may|bao nhieu"
    r"|liet ke|ke|neu|noi|trich|vi sao|tai sao|the nao|gom|nhung|cac)\b"
)

# The date of a document that a sentence names is no date of what the sentence says.
DATED_DOCUMENT = re.compile(r"(?:số )?\d+[-/][\w/-]+,? ngày (?:\d+/\d+/\d+|\d+ tháng \d+ năm \d+)")
TOPIC = re.compile(
    r"\b(?:noi gi ve|noi (?:den|toi)|nhac (?:den|toi|gi ve)|(?:co|deu) nhac|ban (?:ve|gi ve)"
    r"|de cap(?: gi)?(?: den| toi)?|co noi ve|neu gi ve)\s+"
    r"(?:viec |chuyen |cac |nhung )*(?!the nao|ra sao|nhu the nao|o dau|o muc|khong|khi nao|may lan|gi\b|trong)"
    r"(?P<topic>[^?]+)"
)
DEFINED = re.compile(
    r"^\W*(?P<first>\w+(?: \w+){0,5}) (?:la gi|nghia la gi|duoc hieu (?:la gi|the nao|ra sao))\W*$"
    r"|\bthe nao la (?P<last>\w+(?: \w+){0,5})\W*$"
)
# "Mục tiêu của tỉnh đến năm 2030 là gì?": a section is asked for when little else is named.
OUTLINE = re.compile(
    r"\b(?:nhung|may|cac|bao nhieu) (?:phan|muc)(?: lon| chinh)?\b(?! tieu| dich)|\bbo cuc\b|\btom (?:tat|luoc)\b"
    r"|\bnoi dung (?:chinh|chu yeu)\b|\bkhai quat\b"
)
GREETING = re.compile(r"^\W*(?:xin )?(?:chao|hello|hi|alo|cam on|tam biet|ok|test)(?: \w+){0,3}\W*$")
SECTION_ASKED = re.compile(
    r"\b(?:muc tieu|chi tieu|quan diem|nguyen nhan|han che|giai phap|nhiem vu|dinh huong|muc dich|yeu cau)\b[^?]*"
    r"\b(?:la gi|gi|nhu the nao|the nao|ra sao|nao)\W*$|^\W*(?:cac |nhung )?(?:muc tieu|chi tieu|quan diem|nhiem vu)\b"
)
# What is counted: "bao nhiêu doanh nghiệp", "mấy trung tâm".
COUNTED = re.compile(
    r"\b(?:bao nhieu|(?<!thu )may)\s+(?:chuc |tram |nghin |ngan )?"
    r"(?P<noun>(?!phan tram|%|(?:la|nam|lan|thi|muc|trong|tren|so|gdp|cho|theo|vao|moi|o|voi|den|mot|cua|thoi|do|va)\b)"
    r"[a-z]+(?: [a-z]+)?)"
)
# Quantities by their own names: a figure that a text gives is of these only where it says so.
MEASURES = re.compile(
    r"\b(?:von dieu le|thue suat|lai suat|muc phat|dan so|dien tich|toc do tang truong|ti le lap phat|phu cap)\b"
)
# Things of a body or a place that official texts hardly ever state; the text must have the very word.
ATTRIBUTE = re.compile(
    r"\b(?:so dien thoai|dia chi|email|tru so|website"
    r"|(?:dat|xay|lam|mua|ban|nam) (?:o|tai) dau(?!\s+(?:trong|o|tai)\s{3,})|mau sac|ngay sinh"
    r"|(?:bao nhieu|may) tuoi|sinh nam|que o|(?:xin |bieu |theo )mau (?:don|(?:bao|___) cao|phieu|to trinh|van ban"
    r"|nao|gi)"
    r"|ho so (?:xin|gom|cap|dang ky|de nghi)|(?:nop|lam) (?:ho so|don)|giay to gi|le phi)\b"
)
# What people think of a document, no document says of itself. With accents: "theo ban" is a committee's.
OPINION = re.compile(
    r"\b(?:theo (?:bạn|cậu|bot|máy)\b|(?:bạn|cậu|bot) (?:nghĩ|thấy|cho rằng|đánh giá)\b|ý kiến (?:riêng )?của bạn\b"
    r"|(?:chuyên gia|dư luận|báo chí|giới quan sát|người dân)(?: \w+){0,3} (?:đánh giá|nhận xét|bình luận|phản ứng|nói)"
    r"(?: (?:gì|thế nào|như thế nào|ra sao)| về))"
)
# The holder of an office by name: a text answers only if it speaks of that office.
_OFFICE = (
    r"(?:pho )?(?:chu tich|truong ban|bi thu|giam doc|bo truong|truong doan|chanh van phong|cuc truong|vien truong"
    r"|hieu truong|chu nhiem|to truong|tong giam doc)"
)
PERSON = re.compile(
    rf"\b(?P<titled>{_OFFICE})\b[^?]*\b(?:la|ten)(?: la)? (?:ong hay ba nao|ong nao|ba nao|gi)\b"
    r"|\b(?:ai|dong chi nao|nguoi nao|ong nao|ba nao)\b[^?]{0,40}?\b(?:la|lam|giu chuc|cu lam)\s+(?:mot )?"
    rf"(?P<office>{_OFFICE})\b|\b(?P<named>{_OFFICE})\b[^?]*\b(?:la|gom)(?: nhung)? (?:ai|dong chi nao)\b"
)
# "Ai đứng đầu Ban Chỉ đạo?"
_HEADS_A = re.compile(r"\bai\b[^?]{0,20}\bdung dau (?=ban (?:chi dao|cong tac)\b)")


def office_asked(text: str) -> tuple[str, str] | None:
    """The office whose holder a question asks for, without accents and as typed; None for none."""
    bare = plain(text)
    if _HEADS_A.search(bare):
        return "truong ban", "trưởng ban"
    if (match := PERSON.search(bare)) is None:
        return None
    part = match.lastgroup or 0
    return match[part], text[slice(*match.span(part))]


# "Ở phường, xã nào?", "tỉnh nào được chọn?": places or schools of that kind must be named.
AT_WHICH = re.compile(
    r"(?<!cap )(?<!cac )(?<!dia )\b(?P<unit>phuong|xa|huyen|thi xa|thanh pho|tinh|khu cong nghiep|dai hoc|benh vien)"
    r"(?: (?:trong diem|quoc gia|hang dau|dau tien|lon|cong lap)){0,2}"
    r"(?: (?:hay|va) (?:phuong|xa|huyen|thi xa|thanh pho|tinh))?"
    r" nao\b(?! (?:cung|do|khac))"
)
# "Tên các xã": they must be named.
NAMES_OF = re.compile(
    r"\bten (?:cua )?(?:cac|nhung|tung) (?P<unit>phuong|xa|huyen|thi xa|thanh pho|tinh|khu cong nghiep|dai hoc"
    r"|benh vien|cong ty|doanh nghiep|truong)\b"
    r"|\b(?P<kind>khu cong nghe cao|khu cong nghiep|benh vien|cong ty|doanh nghiep|truong)\b[^?,]{0,40}"
    r"\bten (?:la )?gi\b"
)
# "Họp ở đâu?" asks for a place; "nói ở đâu?" for a clause.
PLACE = re.compile(r"\b(?:o dau|noi nao)\W*$")
SAID = re.compile(r"\b(?:noi|nhac|neu|ghi|de cap|quy dinh|viet|ban ve|cau|doan|cho|dong|dan|trich|gui|in)\b")
NUMBERED = re.compile(
    r"(?<!\w)(?P<kind>nghi quyet|ket luan|quyet dinh|quy dinh|chi thi|nghi dinh|thong tu|huong dan|cong van|thong bao"
    r"|nq|kl|qd|ct|nd|tt|hd)\s*(?:so\s*)?(?P<number>(?!(?:19|20)\d\d(?![\d/-]))\d+)"
    r"(?!\d|\s*(?:%|(?:nam|thang|ngay)\b(?! nao\b| ban hanh\b| ky\b| \d)|muc|nhom|quan diem))"
)
NOW = re.compile(
    r"\b(?:hom nay|hien nay|hien tai|bay gio|nam nay|nam ngoai|(?<!\d )(?<!muoi )(?<!may )nam sau"
    r"|(?<!viet )nam toi|tuan nay|tuan sau|cuoi tuan|thang nay"
    r"|thang sau|hom qua|ngay mai|moi nhat|gan day|hien (?:dang )?co|thuc te (?:nam|den nam|tinh den)"
    r"|(?<=chi tieu )(?:nao )?da dat|co dat (?:duoc )?(?:muc tieu|chi tieu|ke hoach))\b"
)
# "Là việc của ai" asks who does it, not who issued a document.
WHOSE = re.compile(r"\b(?:viec|nhiem vu|trach nhiem|quyen|loi|chi dan)\b[^?]*\bcua ai\b|\bsau khi\b")
WHY = re.compile(
    r"^\W*(?:vi sao|tai sao|ly do(?: nao| gi)?|do dau|co sao|sao lai|nguyen nhan (?:nao|gi) khien)\b|\bkhien cho\b"
)
WHERE = re.compile(r"\b(?:cho nao|o dau|muc nao|dieu nao|diem nao|doan nao|phan nao)\b")
WHICH_DOCUMENTS = re.compile(
    r"\b(?:nhung|cac) (?:van ban|nghi quyet|ket luan)(?: (?!nhung|cac)\w+){0,2} (?:nao|noi|neu|nhac|viet|de cap)\b"
    r"|\bvan ban nao\b|\b(?:nghi quyet|ket luan) nao\b|\bcho nao (?:nhac|noi)\b"
    r"|\bduoc (?:ghi|neu|noi|quy dinh|nhac)(?: den| toi)? o (?:nhung )?dau\b"
)
COMPARE = re.compile(
    r"\bkhac (?:nhau|gi|the nao|biet)|\bgiong (?:nhau|gi|khac)|\bso sanh\b|\bso voi\b|\bchenh\b|\bmoi ben\b|\bkhop\b"
    r"|:\s*so\b|\bso (?:nghi quyet|ket luan|quyet dinh|nq|kl|qd) [^?]*\b(?:voi|va)\b"
    r"|\bcai nao\b|\bben nao\b.*\bben nao\b|\bcon\b[^?]+\bthi sao\b|\bdeu\b"
)
_ASKING_WORD = re.compile(r"\b(?:gi|nao|ai|sao|dau|may|bao nhieu|khong|ko|chua)\b")
_HEAD_WORDS = 5
# "Tỉnh ủy đã có chương trình riêng chưa?" may be answered by what was looked for and not found.
DONE_YET = re.compile(r"\bda (?:co|ra|ban hanh|lam|xay dung)\b[^?]*\bchua\W*$|\b(?:ke hoach|chuong trinh) rieng\b")
# Which shortcomings there are, not what is done about them.
WHICH_SHORTCOMINGS = re.compile(
    r"\b(?:han che|yeu kem|ton tai|bat cap|khuyet diem|diem yeu|nhuoc diem|thieu sot)"
    r"(?: (?!xu\b|giai\b|khac\b|thi\b)\w+){0,14}? (?:gi|nao|the nao|ra sao)\b"
    r"|(?<!the )(?<!co )\bche (?:nhung|cac)? ?(?:diem|mat)\b"
    r"|\b(?:cho|mat|diem)(?: nao)? (?:con )?chua (?:duoc|lam duoc)\b"
)
# What a section lists, rather than names within one sentence ("những thành phố nào").
MATTERS = re.compile(
    r"\b(?:nhung|cac) (?:cach|bien phap|giai phap|viec|noi dung|yeu cau|huong xu ly|co che|dau viec)\b"
    r"|\bgom nhung gi\b|\blam nhung gi\b"
)
EXHAUSTIVE = re.compile(
    r"\b(?:neu|ke|dan|trich|liet ke|doc) (?:ra )?(?:cho )?(?:het|du|day du|tat ca)\b"
    r"|\bdu (?:cac|het) (?:y|doan|muc|cau)\b|\b(?:het|tat ca|moi) (?:cac )?y\b"
    r"|\b(?:nhung|cac) y (?:nao|gi|chinh)\b|\b(?:ke|neu|doc|tom) tung (?:y|diem|mang|muc|doan)\b|\btung mang lam gi\b"
    r"|\bgom may (?:y|diem|mang|doan|noi dung)\b|\bmoi (?:muc|phan) gom nhung gi\b"
)
# Everything that concerns a body, wherever it stands.
EVERYWHERE = re.compile(
    r"\bca (?:o )?(?:phan|muc|o)\b[^?]*\b(?:lan|va)\b|\b(?:nhung|cac) (?:cho|muc|phan|doan) nao\b|\bo moi cho\b"
    r"|\b(?:du|het|tat ca|toan bo) (?:cac |moi |nhung )?(?:cho|phan|muc)\b"
)
# Work of several bodies, each by itself.
EACH = re.compile(r"\b(?:moi|tung) (?:ben|co quan|don vi|noi|cap|nganh)\b|\blan luot\b|\brieng tung\b")
WHO = re.compile(
    r"^\W*(?:nhung )?ai\b|\bai (?:phai|chu tri|lo|la|se|chiu|duoc|co|sua|trien|chi)\b|\bcua ai\b|\bnhung ai\b"
    r"|\b(?:co quan|bo|don vi|ben|to chuc|cap|ban|so|nganh|nguoi) nao\b|\bgiao (?:cho )?ai\b"
)
# "Có bao nhiêu nhóm nhiệm vụ, là những nhóm nào?" is answered by the list itself.
COUNTED_LIST = re.compile(
    r"\b(?:bao nhieu|may) (?:nhom|quan diem|nhiem vu|giai phap|muc tieu|nguyen nhan|dinh huong|noi dung|han che)\b"
    r"|\b(?:bao nhieu|may)\b[^?]*\b(?:la nhung|gom nhung|gom|ke ten|liet ke|ke ra)\b"
)
# Besides how many there are, which they are.
TOLD_APART = re.compile(r"\b(?:la nhung|nhung gi|la gi|gom|ke|liet ke|tom|tung|neu ra|cu the(?! hoa))\b")
LIST = re.compile(
    r"\bliet ke\b|\btom (?:tat|luoc)\b|\bbo cuc\b|\b(?:noi dung|y) (?:chinh|chu yeu)\b|\bkhai quat\b"
    r"|\bke (?:het|ten|ra|cac|nhung)\b|\bgom (?:nhung|co|may|cac)\b|\btat ca\b|\bdanh sach\b|\bgom\b"
    r"|\bnhung (?:gi|nao|ai|viec|muc|nhom|bo|diem|chi tieu|giai phap|nhiem vu|han che|mat|nguyen nhan|quan diem"
    r"|dinh huong|linh vuc|noi dung|viec can)\b"
    r"|\b(?:tung|moi) (?:co quan|noi|don vi|muc|viec|phan|___ moi|dau moi|linh vuc|nhom|nhiem vu|giai phap|quan diem"
    r"|nguyen nhan|chi tieu|y)\b|\blap bang\b|\bdoc ten\b|\blan luot\b|\btong hop\b|\bke du\b"
    r"|\b(?:ke|tom|neu|doc) tung\b|\bdoc du\b|\bca muc\b"
    r"|\b(?:nhung|cac) [^?]{3,60} nao\b|\b(?:neu|ke|dan|trich) (?:cho )?(?:het|du|day du)\b|\bdu cac y\b"
    r"|\bnhung (?:chinh sach|bien phap|cach|hoat dong|hinh thuc|san pham|uu dai|ho tro|kho khan|y|van de|thanh tuu"
    r"|ket qua|dieu kien|co che|chuong trinh) gi\b|\bmoi (?:muc tieu|chi tieu|nhiem vu)\b"
    r"|(?<!nq )(?<!kl )(?<!qd )(?<!so )(?<!quyet )(?<!luan )(?<!dinh )"
    r"\b(?:hai|ba|bon|nam|sau|bay|tam|chin|muoi|\d{1,2}) (?:nhom |loai |quan diem|nhiem vu|muc tieu|giai phap"
    r"|nguyen nhan|linh vuc|dinh huong|han che|chi tieu|trach nhiem|y\b)"
    r"|\b(?:cac|toan bo|tat ca|het) (?:nhom|muc tieu|chi tieu|quan diem|giai phap|nhiem vu|nguyen nhan|dich vu|bo"
    r"|con so|dinh huong|linh vuc|viec|noi dung|vung)\b|\bmuc dich\W+(?:va )?yeu cau\b"
    # "Các biện pháp huy động tiền cho khoa học trong chiến lược 2030": a noun phrase, and nothing else asked.
    r"|^\W*(?:cac|nhung) (?!van ban\b|nghi quyet\b|ket luan\b|quyet dinh\b|chi thi\b|ke hoach\b|y kien\b)"
    r"(?:(?!\b(?:gi|nao|ai|sao|dau|may|bao nhieu|khong|ko|chua|phai|can|duoc giao|lam)\b)[^?])+$"
)
DUTY = re.compile(
    r"\b(?:trong trach|nghia vu|phan viec|dam duong|dam nhan|dam nhiem|ganh vac|nhung viec|cong viec gi|viec gi)\b|"
    r"\bphai (?:lam|thuc hien|lo|trien khai)\b|\blam (?:gi|nhung gi|viec gi|nhung viec|nhung)\b|\bgiao\b"
    r"|\bduoc (?:giao|phan cong|trao) (?:cho )?(?:nhung |cac )?(?:gi|viec|nhiem vu)\b"
    r"|:\s*(?:cac )?viec (?:theo|o|trong)\b"
    r"|\bnhiem vu (?:gi|cua|nao)\b|\bnhiem vu\b.*\b(?:gi|nao)\b|\btrach nhiem\b|\bchu tri\b|\bcan (?:lam|phai)\b"
    r"|\bphai\b[^?]{0,60}\b(?:gi|nao|khong)\b"
)
# What is asked for, and the words of the headings under which it stands.
ORGANISING = "to chuc thuc hien"
SECTIONS = (
    (re.compile(r"quan diem"), ("quan diem",)),
    (re.compile(r"muc tieu|chi tieu|con so"), ("muc tieu", "chi tieu")),
    (re.compile(r"nguyen nhan"), ("nguyen nhan",)),
    (
        re.compile(
            r"han che|yeu kem|ton tai|khuyet diem|thieu sot|nhuoc diem"
            r"|\b(?:con|cho|mat|diem)(?: nao)? (?:kem|yeu|chua duoc|vuong)\b"
            r"|(?<!the )(?<!co )\bche (?:nhung|cac)? ?(?:diem|mat)\b"
        ),
        ("han che", "yeu kem"),
    ),
    (re.compile(r"\btam nhin\b"), ("tam nhin",)),
    (re.compile(r"nhiem vu|giai phap"), ("nhiem vu", "giai phap")),
    (re.compile(r"dinh huong|\b(?:cac|nhung|muoi|may) huong\b"), ("dinh huong",)),
    (re.compile(r"muc dich|yeu cau"), ("muc dich", "yeu cau")),
    (
        re.compile(
            r"to chuc thuc hien|phan cong|(?:phan|chia) viec"
            r"|ai duoc (?:giao|phan cong)|\bai (?:phai |se )?lam (?:gi|viec gi|nhung gi)\b|giao viec cho"
            r"|(?:dau|___) moi"
            r"|don vi duoc giao|co quan duoc giao"
            r"|\b(?:nhung|cac) (?:bo|co quan|don vi|nganh)(?: \w+)? nao (?:duoc )?giao"
            r"|giao [^?]*(?:bo|co quan|don vi|ai) nao|giao [^?]* nhung (?:bo|co quan|ai)\b"
        ),
        (ORGANISING,),
    ),
)


def heads_with_section(text: str) -> bool:
    """Whether a question is a noun phrase that begins with the kind of a section: "các định hướng công nghệ của …"."""
    bare = cue_text(text)
    head = " ".join(bare.split()[:_HEAD_WORDS])
    return not _ASKING_WORD.search(bare) and any(pattern.search(head) for pattern, _ in SECTIONS)
