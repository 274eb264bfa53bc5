from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "tovholder.casework"

    def ready(self) -> None:
        # Models are there only now.
        from tovholder.accounts import obstacles
        from tovholder.accounts.rights import Right
        from tovholder.audit import reach
        from tovholder.casework import citizen_lines, left_in_a_unit, tidy_rows, wait_kinds, worklist_contribution
        from tovholder.casework.contributions import contribute
        from tovholder.casework.own_contribution import OWN
        from tovholder.citizens import contributions as of_citizens
        from tovholder.web.navigation import Entry, add

        add(Entry(_("My day"), "casework:my_day", Right.SEE_OWN_CASES, 10))
        add(Entry(_("Work list"), "casework:work_list", Right.SEE_OWN_CASES, 20))
        contribute(OWN)
        reach.provide(citizen_lines.reaches_through_cases)
        of_citizens.provide(citizen_lines.case_lines)
        add(Entry(_("Units"), "casework:units", Right.SEE_UNIT.value, 50))
        add(Entry(_("Reasons given"), "casework:reasons", Right.ASSIGN.value, 70, seldom=True))
        worklist_contribution.register()
        obstacles.register(left_in_a_unit.cases_left)
        wait_kinds.register(*wait_kinds.OWN)
        tidy_rows.register()
