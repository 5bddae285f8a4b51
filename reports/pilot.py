"""The numbers of the pilot, as the practice sheet [1] has them: reference data, beside which a report puts its own.

Source: The Danish National Labour Market Authority (Arbejdsmarkedsstyrelsen), practice sheet on the mentors of Odense, Herlev and Viborg, made together
with LAP, the National Organisation of Danish (Ex-) Users of Psychiatry.
"""

from reports.figures import Figure

REACHED, COMPLETED, ONGOING = 208, 142, 66
OUTCOMES = {"ordinary_job": 23, "flexible_job": 4, "ordinary_education": 24, "kept_job": 20}

FIGURES = {
    "completed": Figure(COMPLETED, REACHED),
    "ongoing": Figure(ONGOING, REACHED),
    "in_work": Figure(sum(OUTCOMES.values()), COMPLETED),
    **{code: Figure(value, COMPLETED) for code, value in OUTCOMES.items()},
}
