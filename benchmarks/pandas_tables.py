"""The tables of the example initiative as a pandas user would make them: shares and means by group, and nothing else.

No consent, no checks, no weights, no standard errors, no protection, no report, no signature.
"""

from pathlib import Path

import pandas
from pandas import DataFrame, Series

from nyhavn.chain.plan_file import read_plan

DOMAINS = ("seeing", "hearing", "walking", "remembering", "selfcare", "communicating")
AGES, LABELS = (18, 30, 45, 60, 111), ("18-29", "30-44", "45-59", "60+")


def read(folder: Path) -> DataFrame:
    """The contributions with plain column names."""
    answers = pandas.read_csv(folder / "contributions.csv", dtype=str)
    return answers.rename(columns=lambda name: name.split("/", 1)[-1])


def groups(answers: DataFrame) -> DataFrame:
    """The category of everybody in each breakdown."""
    domains = answers[[f"wg_{domain}" for domain in DOMAINS]]
    much = domains.isin(["a_lot", "cannot_do"]).any(axis=1)
    little = domains.isin(["none", "some"]).all(axis=1)
    functioning = Series("_U", index=answers.index).mask(little, "no_difficulty").mask(much, "difficulty")
    gender = answers["gender"].where(answers["gender"].isin(["woman", "man"]), "another_or_several")
    age = pandas.cut(pandas.to_numeric(answers["age"], errors="coerce"), AGES, labels=LABELS, right=False)
    return DataFrame(
        {
            "functioning": functioning,
            "gender": gender,
            "migration": answers["moved"].fillna("_U"),
            "place": answers["neighbourhood"].fillna("_U"),
            "age_group": age.astype(str),
        }
    )


def figures(answers: DataFrame) -> DataFrame:
    """1, 0 or missing for shares, a number for means, by indicator."""
    used = answers["services_used"]
    user = used.notna() & ~used.str.contains("none|dont_know|declined", na=True)
    waiting = pandas.to_numeric(answers["waiting"], errors="coerce")
    barriers = answers["barriers"].where(~answers["barriers"].isin(["dont_know", "declined"]))
    return DataFrame(
        {
            "satisfied": is_any(answers["satisfaction"], "4", "5").where(user),
            "discriminated": is_any(answers["discriminated"], "yes"),
            "went_without": is_any(answers["went_without"], "yes"),
            "got_service": is_any(answers["got_service"], "yes").where(user),
            "waiting": waiting.where(user & waiting.between(0, 600)),
            "barrier_steps": barriers.str.contains("steps").astype("float"),
            "barrier_language": barriers.str.contains("language").astype("float"),
            "barrier_papers": barriers.str.contains("papers").astype("float"),
        }
    )


def is_any(answers: Series, *codes: str) -> Series:
    """1 where the answer is one of the codes, 0 for another, missing where there is no usable answer."""
    return answers.isin(codes).astype("float").where(answers.notna() & ~answers.isin(["dont_know", "declined"]))


def tables(folder: Path) -> dict[str, DataFrame]:
    """Every table of the plan with its margins: n and mean."""
    answers = read(folder)
    frame = groups(answers).join(figures(answers))
    made = {}
    for indicator in read_plan(folder / "plan.toml").indicator:
        for by in ((), *indicator.by):
            kept = [frame.groupby([*by], dropna=False)[indicator.id] if by else None]
            if len(by) == 2:
                kept += [frame.groupby(name, dropna=False)[indicator.id] for name in by]
            parts = [group.agg(["count", "mean"]) for group in kept if group is not None]
            total = frame[indicator.id].agg(["count", "mean"]).to_frame().T
            made[".by.".join((indicator.id, *by))] = pandas.concat([*parts, total])
    return made
