"""A paper of our own and a sound digest of it, for the tests of every rule."""

from tasks.records import Digest, Sentence

TITLE = "PebbleNet: Sparse Memory for Video Question Answering"
ABSTRACT = (
    "Video question answering needs long memory. "
    "We present PebbleNet, a sparse memory network with 2.42B parameters. "
    "PebbleNet is trained on 600 billion tokens with Mixed Preference Optimization (MPO). "
    "It reaches 67.3% on VideoMMB, outperforming GPT-4o by 8.1 points. "
    "We release three checkpoints and the code."
)


def say(text: str, *cites: int) -> Sentence:
    return Sentence(text=text, cites=cites)


def digest(**changes: object) -> Digest:
    """A digest that keeps every rule, with the given parts exchanged."""
    sound = Digest(
        title_ko="PebbleNet: 비디오 질의응답을 위한 희소 메모리",
        summary=(
            say("비디오 질의응답에는 긴 메모리가 필요합니다.", 1),
            say("이 연구는 매개변수가 24.2억 개인 희소 메모리 신경망 PebbleNet을 제안합니다.", 2),
            say("PebbleNet은 VideoMMB에서 67.3%를 기록했습니다.", 4),
        ),
        easy=(say("긴 영상을 보고 묻는 말에 답하도록 기억을 아껴 쓰는 모델입니다.", 1),),
        whats_new=(say("희소 메모리를 쓰는 PebbleNet이 새로 나왔습니다.", 2),),
        technical_details=(say("토큰 6,000억 개로 혼합 선호 최적화(MPO)를 거쳐 학습했습니다.", 3),),
        performance=(say("VideoMMB에서 GPT-4o를 8.1점 앞섰습니다.", 4),),
        fields=("비디오 이해", "자연어 처리(NLP)"),
    )
    return sound.model_copy(update=changes)
