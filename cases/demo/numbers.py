"""Case numbers: a row of numbers a year for the whole installation, given out in the order in which the cases of a jobcentre were opened."""

import datetime as dt
from collections import Counter

from cases.demo.plan import Course
from cases.demo.rows import write_course
from cases.demo.store import Store

BATCH = 1000


def opened_on(course: Course) -> dt.date:
    return course.steps[0] if course.steps else course.received_on


def written(store: Store, courses: list[Course], numbers: Counter[int]) -> None:
    """Number the courses, write all their rows, in batches; the list is empty afterwards, so that memory stays flat."""
    courses.sort(key=opened_on, reverse=True)
    waiting = 0
    while courses:
        course = courses.pop()
        course.year = opened_on(course).year
        numbers[course.year] += 1
        course.number = numbers[course.year]
        write_course(store, course)
        waiting += 1
        if waiting == BATCH:
            store.write()
            waiting = 0
    store.write()
