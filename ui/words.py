"""Vietnamese for Gradio, which ships no Vietnamese locale.

Gradio looks a key up flat ("common.clear") before it walks its own nested English words, so that flat keys under `en`
stand before them; `page_head` in `ui.theme` makes every browser take `en` and names the page's language `vi`.
"""

from __future__ import annotations

WORDS: dict[str, str] = {
    "blocks.connection_can_break": "Trên điện thoại, kết nối có thể đứt khi rời trang hoặc máy ngủ.",
    "blocks.long_requests_queue": "Đang có nhiều người hỏi; xin chờ.",
    "blocks.lost_connection": "Mất kết nối do rời trang. Đang nối lại…",
    "blocks.waiting_for_inputs": "Tệp chưa tải lên xong, xin thử lại sau giây lát.",
    "checkbox.checkbox": "Ô chọn",
    "checkbox.checkbox_group": "Nhóm ô chọn",
    "common.clear": "Xóa",
    "common.download": "Tải về",
    "common.download_all": "Tải tất cả",
    "common.edit": "Sửa",
    "common.empty": "Trống",
    "common.error": "Lỗi",
    "common.loading": "Đang tải",
    "common.or": "hoặc",
    "common.remove": "Bỏ",
    "common.settings": "Cài đặt",
    "common.share": "Chia sẻ",
    "common.submit": "Gửi",
    "common.undo": "Hoàn tác",
    "common.language": "Ngôn ngữ",
    "common.display_theme": "Giao diện",
    "common.progress": "Tiến độ",
    "common.run": "Chạy",
    "dropdown.dropdown": "Danh sách chọn",
    "errors.build_error": "có lỗi khi dựng trang",
    "errors.config_error": "có lỗi cấu hình",
    "errors.runtime_error": "có lỗi khi chạy",
    "file.uploading": "Đang tải lên…",
    "label.label": "Nhãn",
    "number.number": "Số",
    "radio.radio": "Lựa chọn",
    "slider.slider": "Thanh trượt",
    "status.queue_position": "Đang chờ: {position} trên {size}",
    "upload_text.click_to_upload": "Bấm để chọn tệp",
    "upload_text.drop_file": "Thả tệp vào đây",
    "upload_text.paste_clipboard": "Dán từ bộ nhớ tạm",
}

TOASTS: dict[str, str] = {
    "Connection Lost": "Mất kết nối",
    "Connection to the server was lost. Attempting reconnection...": (
        "Mất kết nối với máy chủ, đang nối lại. Câu hỏi và câu trả lời vẫn còn trên trang này."
    ),
    "Connection errored out.": "Kết nối bị ngắt. Câu hỏi vẫn còn trong ô; xin hỏi lại khi máy chủ chạy.",
    "Connection re-established.": "Đã nối lại.",
    "Error": "Lỗi",
    "Warning": "Lưu ý",
    "Info": "Thông báo",
    "Success": "Xong",
}
"""Words that Gradio's page has fixed in English; the page's script replaces them where they appear."""
