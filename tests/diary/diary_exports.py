"""Small exports as apps write them, made up here; values are invented, columns and habits are those of the formats."""

import json
from datetime import date

TODAY = date(2025, 6, 1)

DAYLIO = """\ufefffull_date,date,weekday,time,mood,activities,note
2025-02-02,February 2,Sunday,9:00 PM,good,"walk | cook ",""
2025-02-01,February 1,Saturday,9:30 pm,awful,"","a plain day"
2025-02-01,February 1,Saturday,11:00 AM,gloomy,"walk",""
"""
DAYLIO_8 = """full_date,date,weekday,time,mood,activities,note_title,note
2025-02-03,3 February,Monday,10:00 pm,meh ,"clean | movies / tv","",""
"""
BEARABLE = """date,weekday,time of day,category,rating/amount,detail,notes
"8th May 2023","Monday","15:01","Mood","8","Good",""
"8th May 2023","Monday","23:30","Mood","5","",""
"8th May 2023","Monday","mid","Symptom","1","Back (upper) pain (Mild)",""
"8th May 2023","Monday","pm","Symptom","2","Back (upper) pain (Moderate)",""
"8th May 2023","Monday","","Sleep","2:45","Asleep 03:15 - 06:00",""
"8th May 2023","Monday","15:45","Meds/Supplements","600","Ibuprofen (mg)",""
"8th May 2023","Monday","mid","Factors","","Asleep | Home",""
"8th May 2023","Monday","mid","Gratitudes","","sunshine",""
"8th May 2023","Monday","mid","Weather","","rain",""
"""
CRONOMETER = """Date,Energy (kcal),Fiber (g),Sugars (g),Protein (g),Zinc (mg),Completed
2025-02-01,2000.5,30.25,80,90,9,true
2025-02-02,900,10,,40,3,false
"""
WHOOP_SLEEPS = """Cycle start time,Cycle timezone,Sleep onset,Wake onset,Asleep duration (min),In bed duration (min),Nap
2025-02-01 22:00:00,UTC-04:00,2025-02-01 23:00:00,2025-02-02 06:00:00,390,420,false
2025-02-01 22:00:00,UTC-04:00,2025-02-02 14:00:00,2025-02-02 14:40:00,30,40,true
"""
WHOOP_CYCLES = """Cycle start time,Cycle timezone,Heart rate variability (ms),Resting heart rate (bpm),Wake onset
2025-02-01 22:00:00,UTC-04:00,61,50,2025-02-02 06:00:00
2025-02-02 22:00:00,UTC-04:00,,,
"""
OURA = """average_hrv,bedtime_end,bedtime_start,lowest_heart_rate,time_in_bed,total_sleep_duration,type
55.5,2025-02-02T07:00:00-05:00,2025-02-01T23:00:00-05:00,48,28800,25200,long_sleep
,2025-02-02T15:00:00-05:00,2025-02-02T14:30:00-05:00,60,1800,1200,sleep
"""
FITABASE = """Id,SleepDay,TotalSleepRecords,TotalMinutesAsleep,TotalTimeInBed
11,4/12/2016 12:00:00 AM,1,420,450
11,4/13/2016 12:00:00 AM,2,59,70
22,4/12/2016 12:00:00 AM,1,300,320
"""
FITBIT_TAKEOUT = json.dumps(
    [
        {
            "logId": 1,
            "dateOfSleep": "2025-02-02",
            "endTime": "2025-02-02T07:00:30.000",
            "minutesAsleep": 390,
            "mainSleep": True,
        },
        {
            "logId": 2,
            "dateOfSleep": "2025-02-02",
            "endTime": "2025-02-02T15:00:30.000",
            "minutesAsleep": 30,
            "mainSleep": False,
        },
    ]
)
GOOGLE_FIT = """Date,Average weight (kg),Calories (kcal),Low latitude (deg),Step count,Move Minutes count
2025-02-01,,1500,51.1,8000,60
2025-02-02,71.5,,,,
"""
SLEEP_AS_ANDROID = """Id,Tz,From,To,Sched,Hours,Rating,Comment,"6:27"
"1","Europe/London","01. 02. 2025 23:00","02. 02. 2025 6:30","","7.5","0.0","","1.0"
Id,Tz,From,To,Sched,Hours,Rating,Comment,"3:39","3:44"
"2","Europe/London","02. 02. 2025 23:00","03. 02. 2025 6:00","","7.0","0.0","","1.0","2.0"
"""
LOOP = """Date,Depression,Mouth tape,
2025-02-02,2500,2,
2025-02-01,-1,0,
"""
MPATH = """\ufeffconnectionId;questionListName;timeStampStart;timeZoneOffset;slider_happy_sliderNeutralPos;text_open
7;main;1738427400;3600;64;
7;main;;;;
8;main;1738427400;3600;20;
"""
GARMIN = json.dumps(
    [{"calendarDate": "2025-02-02", "deepSleepSeconds": 3600, "lightSleepSeconds": 18000, "remSleepSeconds": 5400}]
)
REDCAP = """record_id,redcap_event_name,visit_date,phq9_total,diary_complete
p1,baseline_arm_1,2025-02-01,6,2
p1,week_1_arm_1,2025-02-08,4,2
"""
OPEN_MHEALTH = json.dumps(
    [
        {
            "header": {"id": "1", "schema_id": {"namespace": "omh", "name": "sleep-episode", "version": "1.1"}},
            "body": {
                "effective_time_frame": {
                    "time_interval": {
                        "start_date_time": "2025-03-29T23:50:00+01:00",
                        "end_date_time": "2025-03-30T07:35:00+02:00",
                    }
                },
                "total_sleep_time": {"value": 390, "unit": "min"},
                "is_main_sleep": True,
            },
        }
    ]
)
FHIR = json.dumps(
    {
        "resourceType": "Bundle",
        "entry": [
            {
                "resource": {
                    "resourceType": "Observation",
                    "code": {"coding": [{"system": "http://loinc.org", "code": "44261-6"}]},
                    "effectiveDateTime": "2025-02-01",
                    "valueQuantity": {"value": 6},
                }
            }
        ],
    }
)
_SLEEP = "HKCategoryTypeIdentifierSleepAnalysis"


def _record(kind, begin, end, value, source="Watch", unit=""):
    units = f' unit="{unit}"' if unit else ""
    return (
        f' <Record type="{kind}" sourceName="{source}"{units} startDate="{begin}" endDate="{end}" value="{value}"/>\n'
    )


APPLE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE HealthData [\n<!ATTLIST VisionPrescription\n  type CDATA\n'
    '<!ELEMENT RightEye EMPTY>\n]>\n<HealthData locale="en_GB">\n'
    + _record(
        _SLEEP, "2025-03-29 22:30:00 +0100", "2025-03-30 07:30:00 +0200", "HKCategoryValueSleepAnalysisInBed", "Phone"
    )
    + _record(
        _SLEEP, "2025-03-29 23:30:00 +0100", "2025-03-30 04:00:00 +0200", "HKCategoryValueSleepAnalysisAsleepCore"
    )
    + _record(_SLEEP, "2025-03-30 04:00:00 +0200", "2025-03-30 07:30:00 +0200", "HKCategoryValueSleepAnalysisAsleepREM")
    + _record(
        _SLEEP,
        "2025-03-29 23:00:00 +0100",
        "2025-03-30 07:30:00 +0200",
        "HKCategoryValueSleepAnalysisAsleepUnspecified",
        "Phone",
    )
    + _record(
        _SLEEP, "2025-03-30 14:00:00 +0200", "2025-03-30 14:40:00 +0200", "HKCategoryValueSleepAnalysisAsleepCore"
    )
    + _record(
        "HKQuantityTypeIdentifierDietaryFiber",
        "2025-03-30 12:00:00 +0200",
        "2025-03-30 12:00:00 +0200",
        "22.5",
        "F",
        "g",
    )
    + _record(
        "HKQuantityTypeIdentifierDietaryFiber",
        "2025-03-30 19:00:00 +0200",
        "2025-03-30 19:00:00 +0200",
        "3.5",
        "F",
        "g",
    )
    + _record(
        "HKQuantityTypeIdentifierStepCount",
        "2025-03-30 08:00:00 +0200",
        "2025-03-30 20:00:00 +0200",
        "6100",
        "Phone",
        "count",
    )
    + _record(
        "HKQuantityTypeIdentifierStepCount",
        "2025-03-30 08:00:00 +0200",
        "2025-03-30 20:00:00 +0200",
        "8200",
        "Watch",
        "count",
    )
    + _record(
        "HKQuantityTypeIdentifierHeartRateVariabilitySDNN",
        "2025-03-30 03:00:00 +0200",
        "2025-03-30 03:01:00 +0200",
        "44",
        "W",
        "ms",
    )
    + ' <Record ty pe="x\x0b" sourceName="old"/>\n</HealthData>\n'
)
PLAIN = """day,sleep [h],stress [0-10],fibre [g],alcohol [g],mood [0-10],phq9
2025-02-01,7.5,3,22,0,7,
2025-02-13,6.25,5,18,20,6,6
"""
LONG = """day;time;name;value;unit
13.02.2025;21:30;mood;6,5;
13.02.2025;;sleep;450;min
"""

ALL = {
    "daylio": DAYLIO,
    "daylio-8": DAYLIO_8,
    "bearable": BEARABLE,
    "cronometer": CRONOMETER,
    "whoop": WHOOP_SLEEPS,
    "whoop-cycles": WHOOP_CYCLES,
    "oura": OURA,
    "fitbit": FITABASE,
    "fitbit-takeout": FITBIT_TAKEOUT,
    "google-fit": GOOGLE_FIT,
    "sleep-as-android": SLEEP_AS_ANDROID,
    "loop-habits": LOOP,
    "m-path": MPATH,
    "garmin": GARMIN,
    "redcap": REDCAP,
    "open-mhealth": OPEN_MHEALTH,
    "fhir": FHIR,
    "apple-health": APPLE,
    "plain": PLAIN,
    "plain-long": LONG,
}
"""Every kind, by what it is read as (before the dash of a second sample)."""
