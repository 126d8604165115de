"""How much an escrow account must hold and take in, and how it gets there."""

from dataclasses import asdict
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_DOWN, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.money import CENT, WHOLE_DOLLARS, Rounding
from servicing.domain.escrow import aggregate_analysis, payment_days
from servicing.domain.escrow_bills import (
    EscrowBill,
    EscrowItem,
    bills_of_year,
    every_month,
)
from servicing.domain.escrow_cushion import allowed_cushion
from servicing.domain.escrow_projection import expected_payments, projected_balance
from servicing.domain.escrow_single_item import single_item_analysis

D = Decimal


def dollars(*amounts):
    return [D(amount) for amount in amounts]


# 12 CFR 1024, appendix E (eCFR 2025-07-15, checked 2026-11): settlement May 15, first payment July 1, school taxes 360
# on September 20, county taxes 500 on July 25 and 700 on December 10, a cushion of a sixth.
BEGINS = date(2026, 7, 1)
APPENDIX_E = bills_of_year(
    items=[
        EscrowItem("county taxes", "property_tax", D(500), ((7, 25),)),
        EscrowItem("county taxes", "property_tax", D(700), ((12, 10),)),
        EscrowItem("school taxes", "property_tax", D(360), ((9, 20),)),
    ],
    begins=BEGINS,
)


def test_appendix_e_part_i_comes_out_in_all_three_steps():
    found = aggregate_analysis(bills=APPENDIX_E, begins=BEGINS)
    assert (found.annual_total, found.payment, found.low_point, found.cushion) == (1560, 130, -780, 260)
    assert (found.required_start, found.low_on) == (1040, date(2026, 12, 1))
    assert [row.starts.month for row in found.rows] == [7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6]
    assert [row.payment for row in found.rows] == [130] * 12
    assert [row.disbursed for row in found.rows] == [500, 0, 360, 0, 0, 700, 0, 0, 0, 0, 0, 0]
    step_1 = [0, -370, -240, -470, -340, -210, -780, -650, -520, -390, -260, -130, 0]
    step_2 = [780, 410, 540, 310, 440, 570, 0, 130, 260, 390, 520, 650, 780]
    step_3 = [1040, 670, 800, 570, 700, 830, 260, 390, 520, 650, 780, 910, 1040]
    assert [*found.trial_balances] == step_1
    assert [*found.adjusted_balances] == step_2
    assert [*found.target_balances] == step_3
    assert [row.target for row in found.rows] == step_3[1:]


def test_appendix_e_part_ii_comes_out_in_all_three_steps():
    found = single_item_analysis(bills=APPENDIX_E, begins=BEGINS)
    county, school = (analysis for _, analysis in found.items)
    assert (county.payment, school.payment) == (100, 30)
    assert [*county.trial_balances] == [0, -400, -300, -200, -100, 0, -600, -500, -400, -300, -200, -100, 0]
    assert [*school.trial_balances] == [0, 30, 60, -270, -240, -210, -180, -150, -120, -90, -60, -30, 0]
    assert [*county.adjusted_balances] == [600, 200, 300, 400, 500, 600, 0, 100, 200, 300, 400, 500, 600]
    assert [*school.adjusted_balances] == [270, 300, 330, 0, 30, 60, 90, 120, 150, 180, 210, 240, 270]
    assert [*county.target_balances] == [800, 400, 500, 600, 700, 800, 200, 300, 400, 500, 600, 700, 800]
    assert [*school.target_balances] == [330, 360, 390, 60, 90, 120, 150, 180, 210, 240, 270, 300, 330]


# 12 CFR 1024, appendix A, instructions for lines 1000-1007: aggregate deposit less the itemized deposits.
def test_the_aggregate_adjustment_is_what_itemized_deposits_exceed_the_aggregate_by():
    found = single_item_analysis(bills=APPENDIX_E, begins=BEGINS)
    assert (found.single_total, found.adjustment) == (1130, -90)
    assert sum(line.amount for line in found.lines) == found.aggregate.required_start == 1040


# 12 CFR 1024.17(b): an item with installments remains one item, whatever its bills are called.
def test_installments_under_two_names_are_one_item_when_said_so():
    halves = [EscrowBill(f"tax {bill.on.month}", "property_tax", bill.on, bill.amount) for bill in APPENDIX_E[:1]]
    bills = [*halves, *APPENDIX_E[1:]]
    assert len(single_item_analysis(bills=bills, begins=BEGINS).items) == 3
    joined = single_item_analysis(bills=bills, begins=BEGINS, item=lambda bill: bill.kind)
    assert (len(joined.items), joined.adjustment) == (1, 0)


def halves(tax, hazard, monthly=None):
    items = [
        EscrowItem("county tax", "property_tax", D(tax), ((4, 10), (12, 10))),
        EscrowItem("hazard insurance", "hazard_insurance", D(hazard), ((8, 15),)),
    ]
    if monthly:
        items.append(EscrowItem("mortgage insurance", "mortgage_insurance", D(monthly), every_month(1)))
    return items


SALAS = [
    EscrowItem("county tax", "property_tax", D(2310), ((4, 10), (12, 10))),
    EscrowItem("hazard insurance", "hazard_insurance", D(2196), ((9, 1),)),
]
ZHAO = [
    EscrowItem("town tax", "property_tax", D(1800), ((2, 28), (7, 31))),
    EscrowItem("hazard insurance", "hazard_insurance", D(1800), ((11, 1),)),
]


# The fictional portfolio: items, first month, payment, year's bills, cushion, low point, required start, and after so
# many payments since then the balance of November 16, 2026.
PORTFOLIO = [
    (halves(2190, 1788), (2026, 2), "514.00", "6168.00", "1028.00", "-648.00", "1676.00", 10, "2838.00"),
    (halves(2475, 2064), (2026, 4), "584.50", "7014.00", "1169.00", "-1890.50", "3059.50", 8, "3196.50"),
    (halves(1810, 1512), (2026, 3), "427.67", "5132.00", "855.33", "-954.66", "1809.99", 7, "1481.68"),
    (halves(1375, 1680), (2026, 5), "369.17", "4430.00", "738.33", "-203.32", "941.65", 3, "369.16"),
    (halves(2040, 1932), (2026, 6), "501.00", "6012.00", "1002.00", "-501.00", "1503.00", 0, "-429.00"),
    (halves(1290, 1140, "98.96"), (2026, 6), "408.96", "4907.52", "817.92", "-310.00", "1127.92", 6, "1847.92"),
    (halves(1500, 1296), (2026, 2), "358.00", "4296.00", "716.00", "-426.00", "1142.00", 9, "1568.00"),
    (halves(1105, 1044), (2026, 3), "271.17", "3254.00", "542.33", "-562.66", "1104.99", 9, "1396.52"),
    (halves(2260, 1620), (2026, 2), "511.67", "6140.00", "1023.33", "-724.99", "1748.32", 10, "2985.02"),
    (halves(1620, 1488), (2026, 10), "394.00", "4728.00", "788.00", "-482.00", "1270.00", 2, "2058.00"),
    (halves(1440, 1368), (2026, 1), "354.00", "4248.00", "708.00", "-24.00", "732.00", 7, "402.00"),
    (halves(1580, 1416), (2026, 4), "381.33", "4576.00", "762.67", "-1198.67", "1961.34", 8, "2015.98"),
    (halves(1190, 1128), (2026, 5), "292.33", "3508.00", "584.67", "-0.04", "584.71", 5, "918.36"),
    (halves(1720, 1476, "172.38"), (2026, 3), "582.05", "6984.56", "1164.09", "-900.66", "2064.75", 9, "2555.78"),
    (halves(980, 1032), (2026, 1), "249.33", "2992.00", "498.67", "-17.36", "516.03", 10, "997.33"),
    (halves(2085, 1704), (2026, 2), "489.50", "5874.00", "979.00", "-616.50", "1595.50", 10, "2701.50"),
    (halves(1690, 1392), (2026, 5), "397.67", "4772.00", "795.33", "0.00", "795.33", 7, "2187.02"),
    (halves(1340, 1260), (2026, 4), "328.33", "3940.00", "656.67", "-1011.67", "1668.34", 8, "1694.98"),
]


@pytest.mark.parametrize(
    ("items", "begins", "payment", "total", "cushion", "low", "required"), [row[:7] for row in PORTFOLIO]
)
def test_every_account_of_the_portfolio_needs_what_it_says(items, begins, payment, total, cushion, low, required):
    start = date(*begins, 1)
    found = aggregate_analysis(bills=bills_of_year(items=items, begins=start), begins=start)
    assert (found.payment, found.annual_total, found.cushion) == (D(payment), D(total), D(cushion))
    assert (found.low_point, found.required_start) == (D(low), D(required))


@pytest.mark.parametrize(
    ("items", "begins", "payment", "required", "months", "balance"),
    [(row[0], row[1], row[2], row[6], row[7], row[8]) for row in PORTFOLIO],
)
def test_todays_balance_is_the_start_with_payments_received_and_bills_paid(
    items, begins, payment, required, months, balance
):
    start = date(*begins, 1)
    received = expected_payments(escrow_payment=D(payment), next_due=start, until=date(2027, 1, 1))[:months]
    found = projected_balance(
        balance=D(required),
        as_of=start - timedelta(days=1),
        until=date(2026, 11, 17),
        payments=received,
        bills=bills_of_year(items=items, begins=start),
    )
    assert found.projected == D(balance)


# Hector Salas: 12 x 63.45 = 761.40, and the targets of the coming year.
def salas_2027(projected="412.60", **conventions):
    begins = date(2027, 1, 1)
    bills = bills_of_year(items=SALAS, begins=begins)
    return aggregate_analysis(bills=bills, begins=begins, projected_start=D(projected), **conventions)


def test_the_projection_table_of_a_shortage_comes_out_row_by_row():
    found = salas_2027()
    assert [(str(row.trial), str(row.target)) for row in found.rows] == [
        ("568.00", "1742.00"),
        ("1136.00", "2310.00"),
        ("1704.00", "2878.00"),
        ("-38.00", "1136.00"),
        ("530.00", "1704.00"),
        ("1098.00", "2272.00"),
        ("1666.00", "2840.00"),
        ("2234.00", "3408.00"),
        ("606.00", "1780.00"),
        ("1174.00", "2348.00"),
        ("1742.00", "2916.00"),
        ("0.00", "1174.00"),
    ]
    assert [(bill.item, bill.amount) for row in found.rows for bill in row.bills] == [
        ("county tax", 2310),
        ("hazard insurance", 2196),
        ("county tax", 2310),
    ]


def test_a_shortage_is_what_the_projected_start_lacks():
    found = salas_2027()
    assert (found.low_point, found.low_on, found.cushion) == (D("-38.00"), date(2027, 4, 1), D("1136.00"))
    assert (found.required_start, found.projected_start) == (D("1174.00"), D("412.60"))
    assert (found.difference, found.shortage) == (D("-761.40"), D("761.40"))
    assert (found.deficiency, found.surplus) == (0, 0)
    assert [(line.code, line.amount, line.on) for line in found.start_lines] == [
        ("low_point", D("38.00"), date(2027, 4, 1)),
        ("cushion", D("1136.00"), None),
    ]


def test_a_surplus_is_what_the_projected_start_exceeds_the_requirement_by():
    begins = date(2027, 1, 1)
    found = aggregate_analysis(
        bills=bills_of_year(items=ZHAO, begins=begins), begins=begins, projected_start=D("2236.18")
    )
    assert (found.required_start, found.surplus, found.shortage) == (D("1800.00"), D("436.18"), 0)


# 12 CFR 1024.17(b): a deficiency is the negative balance; the shortage is what the target then lacks from zero on.
def test_a_negative_start_is_a_deficiency_and_the_whole_requirement_a_shortage():
    found = salas_2027("-150.00")
    assert (found.deficiency, found.shortage) == (D("150.00"), D("1174.00"))
    together = salas_2027("-150.00", separate_deficiency=False)
    assert (together.deficiency, together.shortage) == (0, D("1324.00"))


# A published sample: United Nations Federal Credit Union, Annual Escrow Account Statement (sample only): payments of
# 1,004.16, a cushion of one month, a start of 1,004.20, 2,008.36 after the first payment, a lowest balance of
# 1,004.16, and a deficiency of 33.80 beside a shortage. The start shows that the cents of rounding stay in the balance.
def test_a_published_statement_with_one_months_cushion_comes_out():
    bills = [EscrowBill("taxes and insurance", "property_tax", date(2026, 12, 20), D("12049.96"))]
    found = aggregate_analysis(bills=bills, begins=date(2026, 1, 1), projected_start=D("-33.80"), cushion_months=1)
    assert (found.payment, found.cushion, found.required_start) == (D("1004.16"), D("1004.16"), D("1004.20"))
    assert (found.rows[0].target, min(found.target_balances)) == (D("2008.36"), D("1004.16"))
    assert (found.deficiency, found.shortage) == (D("33.80"), D("1004.20"))


# A bank's statement of 2008-04-10, printed at luutrulinhtinh.blogspot.com/2008/11: county taxes 550.00 in September,
# homeowner's insurance 433.00 in August, PMI 65.67 a month; 224.76 before the first payment of May.
def test_a_published_projection_comes_out_month_by_month():
    begins = date(2008, 5, 1)
    items = [
        EscrowItem("county taxes", "property_tax", D(550), ((9, 15),)),
        EscrowItem("homeowner's insurance", "hazard_insurance", D(433), ((8, 15),)),
        EscrowItem("PMI", "mortgage_insurance", D("65.67"), every_month(1)),
    ]
    found = aggregate_analysis(
        bills=bills_of_year(items=items, begins=begins), begins=begins, projected_start=D("224.76"), cushion=D(0)
    )
    printed = "306.68 388.60 470.52 119.44 -348.64 -266.72 -184.80 -102.88 -20.96 60.96 142.88 224.80"
    assert (found.payment, found.shortage) == (D("147.59"), D("348.64"))
    assert [*found.projected_balances[1:]] == dollars(*printed.split())


# 12 CFR 1024.17(a): for biweekly payments the section is modified accordingly.
def test_biweekly_payments_are_a_twenty_sixth_of_the_bills():
    found = aggregate_analysis(bills=APPENDIX_E, begins=BEGINS, payments_a_year=26)
    assert (found.payment, found.monthly, found.cushion, len(found.rows)) == (60, 130, 260, 26)
    # Eleven payments by December 4, and bills of 860 before that day's period and of 700 in it.
    assert (found.low_point, found.low_on) == (12 * 60 - 1560, date(2026, 12, 2))
    assert min(found.target_balances) == found.cushion


def test_biweekly_payments_can_be_looked_at_by_month():
    found = aggregate_analysis(bills=APPENDIX_E, begins=BEGINS, payments_a_year=26, by_month=True)
    assert [row.payment for row in found.rows] == [180, 120, 120, 120, 120, 180, 120, 120, 120, 120, 120, 120]
    assert found.trial_balances[-1] == 0


def test_payments_come_as_often_as_the_year_can_be_divided():
    def days(payments):
        return payment_days(begins=BEGINS, payments_a_year=payments)

    assert [len(days(n)) for n in (1, 2, 4, 6, 12, 13, 24, 26, 52)] == [1, 2, 4, 6, 12, 13, 24, 26, 52]
    assert days(4) == (date(2026, 7, 1), date(2026, 10, 1), date(2027, 1, 1), date(2027, 4, 1))
    assert days(24)[:3] == (date(2026, 7, 1), date(2026, 7, 15), date(2026, 8, 1))
    with pytest.raises(ValueError, match="5 payments"):
        days(5)


# 12 CFR 1024.17(c)(9): a premium payable every 3 years is collected in 36 equal monthly amounts.
def test_a_bill_of_three_years_is_collected_over_thirty_six_months():
    flood = EscrowItem("flood insurance", "flood_insurance", D(360), ((3, 1),), every_years=3, first_year=2026)
    begins = date(2026, 4, 1)
    bills = bills_of_year(items=[flood], begins=begins, years=3)
    found = aggregate_analysis(bills=bills, begins=begins, years=3)
    assert (found.annual_total, found.payment, found.cushion, len(found.rows)) == (120, 10, 20, 36)
    assert (found.low_point, found.required_start, found.ends) == (0, 20, date(2029, 3, 31))
    assert [bill.on for bill in bills] == [date(2029, 3, 1)]


def test_the_cents_of_rounding_stay_in_the_last_balance_or_go_to_the_last_payment():
    bills = [EscrowBill("tax", "property_tax", date(2026, 12, 1), D("100.00"))]
    stays = aggregate_analysis(bills=bills, begins=date(2026, 1, 1))
    assert (stays.payment, stays.rows[-1].payment, stays.rows[-1].trial) == (D("8.33"), D("8.33"), D("-0.04"))
    goes = aggregate_analysis(bills=bills, begins=date(2026, 1, 1), residue="last_payment")
    assert (goes.payment, goes.rows[-1].payment, goes.rows[-1].trial) == (D("8.33"), D("8.37"), D("0.00"))


def test_payments_can_be_rounded_up_to_the_dollar():
    up = Rounding(WHOLE_DOLLARS.step, ROUND_CEILING)
    found = aggregate_analysis(bills=bills_of_year(items=SALAS[:1], begins=BEGINS), begins=BEGINS, monthly_rounding=up)
    assert (found.payment, found.rows[-1].trial) == (385, 0)
    assert aggregate_analysis(bills=APPENDIX_E[:1], begins=BEGINS, monthly_rounding=up).payment == 42


# 12 x 397.67 is 0.04 more than the bills of 4,772.00, so no month of this account ends at or below its start.
def test_without_counting_the_start_only_the_ends_of_months_keep_the_cushion():
    begins = date(2026, 5, 1)
    given = {"bills": bills_of_year(items=halves(1690, 1392), begins=begins), "begins": begins}
    counted = aggregate_analysis(**given)
    assert (counted.low_point, counted.low_on, counted.required_start) == (0, None, D("795.33"))
    found = aggregate_analysis(**given, count_start=False)
    assert (found.low_point, found.low_on, found.required_start) == (D("0.04"), date(2027, 4, 1), D("795.29"))


def test_a_trial_may_begin_with_money_in_the_account():
    found = aggregate_analysis(bills=APPENDIX_E, begins=BEGINS, opening=D(100))
    assert (found.low_point, found.required_start, found.target_balances[0]) == (-680, 1040, 1040)
    assert sum(line.amount for line in found.start_lines) == 1040


def test_a_bill_outside_the_year_is_refused():
    with pytest.raises(ValueError, match="outside the computation year"):
        aggregate_analysis(bills=APPENDIX_E, begins=date(2026, 8, 1))


# 12 CFR 1024.17(c)(5), (c)(8): a sixth at most, less where the documents or the state say so, none where none is kept.
def test_the_cushion_is_the_least_of_what_is_allowed():
    given = {"annual_total": D("5132.00"), "on": date(2026, 3, 1)}
    assert allowed_cushion(**given) == D("855.33")
    assert allowed_cushion(**given, months=2, monthly=D("427.67")) == D("855.33")
    assert allowed_cushion(**given, months=2, monthly=D("427.67"), limit=Fraction(1, 5)) == D("855.34")
    assert allowed_cushion(**given, months=1) == D("427.67")
    assert allowed_cushion(**given, fraction=Fraction(1, 12)) == D("427.67")
    assert allowed_cushion(**given, amount=D("0.00")) == 0
    assert allowed_cushion(**given, amount=D("9999.00")) == D("855.33")
    assert allowed_cushion(**given, rounding=Rounding(CENT, ROUND_DOWN)) == D("855.33")
    assert allowed_cushion(annual_total=D("0.03"), on=date(2026, 1, 1)) == D("0.01")
    with pytest.raises(ValueError, match="not negative"):
        allowed_cushion(**given, amount=D(-1))


def test_mortgage_insurance_may_go_without_a_cushion():
    begins = date(2026, 6, 1)
    bills = bills_of_year(items=halves(1290, 1140, "98.96"), begins=begins)
    found = aggregate_analysis(bills=bills, begins=begins, cushion_without={"mortgage_insurance"})
    assert (found.payment, found.cushion) == (D("408.96"), D("620.00"))


amounts = st.integers(min_value=0, max_value=2_000_000).map(lambda cents: D(cents) / 100)
days_of_year = st.tuples(st.integers(1, 12), st.integers(1, 31))
accounts = st.lists(
    st.builds(
        EscrowItem,
        item=st.sampled_from(["county", "school", "hazard"]),
        kind=st.just("property_tax"),
        amount=amounts,
        on=st.lists(days_of_year, min_size=1, max_size=12).map(tuple),
        whole_year=st.booleans(),
    ),
    min_size=1,
    max_size=4,
)
firsts = st.builds(date, st.integers(2000, 2090), st.integers(1, 12), st.just(1))
starting_balances = st.integers(-1_000_000, 3_000_000).map(lambda cents: D(cents) / 100)


@given(items=accounts, begins=firsts, projected=starting_balances, payments=st.sampled_from([4, 12, 24, 26]))
def test_the_lowest_target_is_the_cushion_and_lines_make_the_start(items, begins, projected, payments):
    bills = bills_of_year(items=items, begins=begins)
    found = aggregate_analysis(bills=bills, begins=begins, projected_start=projected, payments_a_year=payments)
    assert min(found.target_balances) == found.cushion
    assert sum(line.amount for line in found.start_lines) == found.required_start >= found.cushion
    assert found.target_balances[0] == found.required_start
    assert found.projected_balances[-1] - found.target_balances[-1] == found.difference


@given(items=accounts, begins=firsts, projected=starting_balances)
def test_a_surplus_is_never_also_a_shortage_and_the_parts_make_the_difference(items, begins, projected):
    found = aggregate_analysis(
        bills=bills_of_year(items=items, begins=begins), begins=begins, projected_start=projected
    )
    assert found.surplus - found.shortage - found.deficiency == found.difference
    assert min(found.surplus, found.shortage + found.deficiency) == 0 <= min(found.shortage, found.deficiency)


@given(items=accounts, begins=firsts)
def test_moving_the_start_by_a_year_changes_nothing_but_the_days(items, begins):
    def figures(first):
        found = asdict(aggregate_analysis(bills=bills_of_year(items=items, begins=first), begins=first))
        return [found[name] for name in ("annual_total", "payment", "cushion", "low_point", "required_start")]

    assert figures(begins) == figures(begins.replace(year=begins.year + 1))


@given(items=accounts, begins=firsts)
def test_single_items_never_need_less_than_the_account_as_a_whole(items, begins):
    found = single_item_analysis(bills=bills_of_year(items=items, begins=begins), begins=begins)
    # Payments and cushions of each item are rounded by themselves: a cent of cushion and six of payments an item.
    assert found.adjustment <= D("0.07") * (len(found.items) + 1)
    assert sum(line.amount for line in found.lines) == found.aggregate.required_start
