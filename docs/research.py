"""Do two states have more contacts after a period in which they had more? Reads panel.csv, dyads by period."""

import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf

panel = pd.read_csv("panel.csv", keep_default_na=False, dtype={"code1": str, "code2": str, "period": str})
panel["dyad"] = panel["code1"] + "-" + panel["code2"]
panel["time"] = panel["period"].rank(method="dense").astype(int)

before = panel[["dyad", "time", "contacts"]].rename(columns={"contacts": "before"})
panel = panel.merge(before.assign(time=before["time"] + 1), on=["dyad", "time"])

# a dyad, or a period, in which nothing happened tells nothing beside an effect of its own
happened = [panel.groupby(unit)["contacts"].transform("sum") > 0 for unit in ("dyad", "period")]
panel = panel[happened[0] & happened[1]]

groups = panel["dyad"].astype("category").cat.codes
model = smf.glm("contacts ~ before + C(dyad) + C(period)", panel, family=sm.families.Poisson())
fit = model.fit(cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False})

print("term    estimate  clustered s.e.")
print(f"before  {fit.params['before']:8.3f}  {fit.bse['before']:14.3f}")
print(f"{panel['dyad'].nunique()} dyads, {panel['period'].nunique()} periods, {panel['contacts'].sum()} contacts")
