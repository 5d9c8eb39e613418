"""Days as Korean readers write them."""

from datetime import date

WEEKDAYS = "월화수목금토일"


def korean_date(day: date) -> str:
    """The day in full: `2024년 11월 22일 (금)`."""
    return f"{day.year}년 {short_korean_date(day)}"


def short_korean_date(day: date) -> str:
    """The day without its year: `11월 22일 (금)`."""
    return f"{day.month}월 {day.day}일 ({WEEKDAYS[day.weekday()]})"
