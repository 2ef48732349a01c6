#!/usr/bin/python3
"""Records what CPython's zoneinfo makes of POSIX TZ strings, as JSON on standard output.

Each string is wrapped in a TZif file without any transition, so that zoneinfo answers from the
string alone; the answers do not depend on the machine's tzdata. Days counted from zero ("59/2") are
left to zdump: CPython 3.11 takes them for the day before.
"""
import datetime
import io
import json
import struct
import sys
import zoneinfo

RULES = [
    "CET-1CEST,M3.5.0,M10.5.0/3",
    "EST5EDT,M3.2.0,M11.1.0",
    "NZST-12NZDT,M9.5.0,M4.1.0/3",
    "IST-1GMT0,M10.5.0,M3.5.0/1",
    "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
    "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
    "IST-2IDT,M3.4.4/26,M10.5.0",
    "EET-2EEST,M3.4.4/50,M10.4.4/50",
    "<-04>4<-03>,M9.1.6/24,M4.1.6/24",
    "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45",
    "<+00>0<+02>-2,M3.5.0/1,M10.5.0/3",
    "<+0330>-3:30<+0430>,J79/24,J263/24",
    "<+03>-3",
]


def zone_of(rule):
    header = struct.pack(">4sc15x6l", b"TZif", b"3", 0, 0, 0, 0, 1, 4)
    block = struct.pack(">lbb", 0, 0, 0) + b"UTC\0"
    file = header + block + header + block + b"\n" + rule.encode() + b"\n"
    return zoneinfo.ZoneInfo.from_file(io.BytesIO(file))


def answer(zone, second):
    utc = datetime.datetime.fromtimestamp(second, datetime.timezone.utc)
    local = utc.astimezone(zone)
    offset = int(local.utcoffset().total_seconds())
    return [utc.strftime("%Y-%m-%dT%H:%M:%SZ"), offset, local.tzname(), bool(local.dst())]


def changes(zone, year):
    """The seconds at which the zone's answer differs from the second before, found by bisection."""
    start = int(datetime.datetime(year, 1, 1, tzinfo=datetime.timezone.utc).timestamp())
    hours = [start + hour * 3600 for hour in range(366 * 24)]
    for low, high in zip(hours, hours[1:]):
        if answer(zone, low)[1:] == answer(zone, high)[1:]:
            continue
        while high - low > 1:
            middle = (low + high) // 2
            if answer(zone, middle)[1:] == answer(zone, low)[1:]:
                low = middle
            else:
                high = middle
        yield high


def main():
    rules = []
    for rule in RULES:
        zone = zone_of(rule)
        rows = []
        for year in (2038, 2040, 2100, 2999):
            rows.append(answer(zone, int(datetime.datetime(year, 1, 15).timestamp())))
            for second in changes(zone, year):
                rows += [answer(zone, second - 1), answer(zone, second)]
        rules.append({"rule": rule, "answers": rows})
    source = "CPython " + sys.version.split()[0] + " zoneinfo, recorded by record_posix_rules.py"
    print('{"source": %s,' % json.dumps(source))
    print('"schema": "answers: instant, offset in seconds east, abbreviation, daylight saving time",')
    print('"rules": [')
    print(",\n".join(json.dumps(rule) for rule in rules))
    print("]}")


if __name__ == "__main__":
    main()
