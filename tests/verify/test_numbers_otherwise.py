"""True numbers that a Korean sentence says in another form than its source."""

import pytest

from tasks.verify.numbers import Quantity
from tasks.verify.plain import normalize
from tasks.verify.source import Evidence
from tasks.verify.support import unsupported


def missing(korean: str, english: str) -> tuple[Quantity, ...]:
    return unsupported(normalize(f"{korean} 씁니다."), Evidence(normalize(english)))


@pytest.mark.parametrize(
    ("korean", "english"),
    [
        ("1년", "12 months"),
        ("14일", "two weeks"),
        ("20년", "two decades"),
        ("100년", "a century"),
        ("30분", "half an hour"),
        ("90분", "1.5 hours"),
        ("2시간 30분", "2.5 hours"),
        ("한 시간 대신 18시간 30분으로", "18.5 hours"),
        ("0.5초", "500 ms"),
        ("약 5초", "approximately 5,000ms"),
        ("1초 미만", "the sub-second regime"),
        ("1분 길이", "minute-long videos"),
        ("5센티미터", "50 mm"),
        ("2킬로와트", "2000 W"),
        ("1기가", "1000 MB"),
        ("50센트", "only $0.5 per task"),
    ],
)
def test_measure_may_be_in_another_unit(korean, english):
    assert missing(korean, english) == ()


@pytest.mark.parametrize(
    ("korean", "english"),
    [("41.5초", "41.4 seconds"), ("1년", "12 days"), ("60분", "2 hours"), ("5초", "50 ms")],
)
def test_measure_of_another_length_is_refused(korean, english):
    assert missing(korean, english)


@pytest.mark.parametrize(
    ("korean", "english"),
    [
        ("세 언어", "trilingual data"),
        ("2개 국어", "bilingual data"),
        ("세 가지 모달리티", "tri-modal input"),
        ("4개의 데이터세트", "a quartet of datasets"),
        ("2차 복잡도", "quadratic complexity"),
        ("3인칭", "third-person views"),
        ("2분기", "the second quarter"),
        ("버전 2", "version 2"),
        ("24년", "in 2024"),
        ("256×256", "at 256^2 pixels"),
        ("10의 6승", "10^6 steps"),
        ("1위", "the top-ranking evaluator"),
        ("1단계에서는 모으고 2단계에서는", "a two-stage approach"),
        ("2~4배", "two to four times faster"),
        ("두 배로", "a 100% increase"),
        ("두 배 넘게", "gains of up to 112%"),
        ("두 배 반", "2.5x faster"),
        ("70%대", "72.3%"),
        ("90%에 육박하는", "89.2%"),
        ("40%를 웃도는", "41.2%"),
        ("천분의 1", "0.1%"),
        ("1만분의 1", "0.01%"),
        ("열 명 중 여덟 명", "80% of participants"),
        ("네 번 중 한 번꼴", "a success rate of 26.0%"),
        ("4분의 3을 조금 넘", "a 76.7% success rate"),
        ("3분의 1 수준으로", "by two thirds"),
        ("약 15분의 1", "15.5 times more cost-effective"),
        ("절반을 넘기지 못", "only 46.6%"),
        ("0.4초도 걸리지 않", "to 0.367,s"),
        ("수십 가지", "40 programming languages"),
        ("수십 개", "a few dozen examples"),
        ("수십 년", "decades of research"),
        ("수백 배", "two orders of magnitude faster"),
    ],
)
def test_number_may_be_said_in_other_words(korean, english):
    assert missing(korean, english) == ()


def test_sign_that_lost_its_backslash_joins_no_name_2503_07274():
    assert missing("약 2%", "minimal additional parameters (sim2%)") == ()
    assert missing("0.598", "by +411% (0.117to0.598)") == ()
    assert missing("256×256", "generation at 256times256") == ()


def test_w_counts_ten_thousands_2411_10161():
    assert missing("100만 장", "about 100w images") == ()
    assert missing("10만 장", "about 100w images")


def test_only_is_no_unit_2406_06911():
    assert missing("CLIP 점수가 0.38만 떨어지는", "a reduction of 0.38 in CLIP Score") == ()
    assert missing("0.38만 개를", "a reduction of 0.38 in CLIP Score")


def test_raised_digits_are_a_power():
    assert missing("10⁻⁴", "a rate of 1e-4") == ()
    assert missing("10⁵번", "105 steps")


def test_number_may_follow_from_others_of_the_sentence():
    assert missing("40.8%에서 53.2%로 12.4%p", "from 40.8% to 53.2%") == ()
    assert missing("16K에서 128K로 8배", "16K and 128K") == ()
    assert missing("16K로 배워 그 두 배인 32K까지", "16K and 32K") == ()
    assert missing("다섯 개와 세 개를 합쳐 모두 여덟 개", "five old and three new sets") == ()
    assert len(missing("40.8%에서 53.2%로 13.4%p", "from 40.8% to 53.2%")) == 1


def test_simile_counts_nothing_of_the_paper():
    assert missing("책 수십 권을 펼쳐 놓은 것처럼 길게", "long contexts") == ()
    assert missing("책 수십 권을", "long contexts")
    assert missing("책 30권을 펼쳐 놓은 것처럼", "long contexts") == ()
    assert missing("책 30권을", "long contexts")
    assert missing("책 37권을 펼쳐 놓은 것처럼", "long contexts")
    assert missing("책처럼 37.2% 높은 정확도를", "long contexts")


@pytest.mark.parametrize(
    ("korean", "english"),
    [
        ("네 언어", "trilingual data"),
        ("수십 개", "15 tasks"),
        ("2개", "positive and negative pairs"),
        ("두 가지", "paired data"),
        ("열 가지", "over the past decade"),
        ("5월", "it may contain"),
        ("3월", "three tasks"),
        ("다섯 개", "5x less"),
        ("6개", "by 4-23% and 6-10%"),
        ("1단계 학습", "the first method to reason"),
        ("세 배로", "a 100% increase"),
        ("80%대", "72.3%"),
        ("열 명 중 일곱 명", "80% of participants"),
        ("84/20", "the 80/20 rule"),
    ],
)
def test_words_that_hold_another_number_are_no_support(korean, english):
    assert missing(korean, english)


def test_sentence_full_of_foreign_numbers_is_not_read_again():
    assert len(missing("1년, 14일, 30분, 90분, 20년", "12 months, two weeks, 1.5 hours")) == 5
