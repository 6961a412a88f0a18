"""One file a screen; `SCREENS` is the order in which their addresses are tried."""

from selon.web.views import (
    actor,
    add,
    case,
    coverage,
    inbox,
    log,
    origins,
    people,
    reading,
    report,
    review,
    search,
    settings,
    timeline,
)

SCREENS = tuple(
    module.screens
    for module in (
        inbox,
        add,
        reading,
        review,
        case,
        search,
        log,
        settings,
        timeline,
        coverage,
        actor,
        origins,
        report,
        people,
    )
)
