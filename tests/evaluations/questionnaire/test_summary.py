from evaluations.questionnaire import Files, Grid, Line, SummaryPage, summary
from tests.evaluations.questionnaire.answers import CONTEST, SMALL, complete


def pages(language: str, **changes: object) -> dict[str, SummaryPage]:
    found = summary(
        SMALL,
        "first",
        complete(**changes),
        language,
        uploads={"contract": ["合同.pdf"]},
        contests={CONTEST: "市赛 · 车工"},
    )
    return {page.id: page for page in found}


def test_a_page_in_words() -> None:
    page = pages("en")["work"]
    assert (page.title, page.entries) == (
        "Work",
        (
            Line(item="post", label="Post", value="Front line"),
            Line(item="years", label="Years", value="12 years"),
            Line(item="since", label="Since", value="2014-07-01"),
            Line(item="until", label="Until", value=""),
            Line(item="phone", label="Phone", value="13800000000"),
            Line(item="wage", label="Wage", value=""),
            Line(item="graduated", label="Graduated", value="2014"),
            Line(item="story", label="Story", value="", long=True),
            Files(item="contract", label="Contract", names=("合同.pdf",), required=True),
        ),
    )


def test_tables_keep_their_columns_and_leave_hidden_cells_empty() -> None:
    rows = [{"title": "expert_city", "name": "hidden"}, {"title": "other", "name": "先锋"}]
    entries = {e.item: e for e in pages("zh-hans", titles=rows)["record"].entries}
    assert entries["titles"] == Grid(
        item="titles",
        label="称号",
        columns=("问title", "问name", "问until"),
        rows=(("市技术能手", "", ""), ("其他", "先锋", "")),
    )


def test_contests_and_yes_are_words_too() -> None:
    entries = {e.item: e for e in pages("en", contest=CONTEST)["record"].entries}
    assert (entries["contest"].value, entries["honest"].value) == ("市赛 · 车工", "Yes")
    unknown = {e.item: e for e in pages("en", contest="x")["record"].entries}
    assert unknown["contest"].value == "a contest that is not in the registry"


def test_a_code_that_left_the_list_is_still_shown() -> None:
    assert pages("en", post="roof")["work"].entries[0].value == "roof"
