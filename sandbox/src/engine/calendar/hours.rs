//! Opening hours: from the wall clock to instants.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use softknack::{FieldError, OpeningHours, ScheduleException, TimeOfDay, Timestamp, Weekday, WeeklyHours};

/// What is wrong with the hours of a schedule: each member at fault.
pub(super) fn faults(weekly: &[WeeklyHours], exceptions: &[ScheduleException]) -> Vec<FieldError> {
    let mut faults = Vec::new();
    for weekday in Weekday::KNOWN {
        let day: Vec<Range<'_>> = (weekly.iter().enumerate())
            .filter(|(_, hours)| hours.weekday.as_str() == *weekday)
            .map(|(place, hours)| Range { at: format!("/weekly/{place}"), opens: &hours.opens, closes: &hours.closes })
            .collect();
        check_day(day, &mut faults);
    }
    for (place, exception) in exceptions.iter().enumerate() {
        if exceptions.iter().take(place).any(|earlier| earlier.date == exception.date) {
            let detail = "this day has an exception already; put all its hours into one";
            faults.push(FieldError::new(format!("/exceptions/{place}/date"), "invalid", detail));
        }
        let hours = exception.hours.iter().flatten().enumerate();
        let day = hours.map(|(number, hours)| Range {
            at: format!("/exceptions/{place}/hours/{number}"),
            opens: &hours.opens,
            closes: &hours.closes,
        });
        check_day(day.collect(), &mut faults);
    }
    faults
}

struct Range<'a> {
    at: String,
    opens: &'a TimeOfDay,
    closes: &'a TimeOfDay,
}

fn check_day(mut day: Vec<Range<'_>>, faults: &mut Vec<FieldError>) {
    // `HH:MM` sorts as text.
    for range in day.iter().filter(|range| range.closes <= range.opens) {
        faults.push(FieldError::new(format!("{}/closes", range.at), "invalid", "must be later than it opens"));
    }
    day.sort_by(|a, b| a.opens.cmp(b.opens));
    for (earlier, later) in day.iter().zip(day.iter().skip(1)).filter(|(earlier, later)| later.opens < earlier.closes) {
        let detail = format!("overlaps with {}, which closes at {}", earlier.at, earlier.closes);
        faults.push(FieldError::new(format!("{}/opens", later.at), "invalid", detail));
    }
}

/// The hours of one day: its exception's, or else those of an ordinary week.
pub(super) fn of_day(day: Date, weekly: &[WeeklyHours], exceptions: &[ScheduleException]) -> Vec<OpeningHours> {
    let mut hours = match exceptions.iter().find(|exception| exception.date.as_str() == day.to_string()) {
        Some(exception) => exception.hours.clone().unwrap_or_default(),
        None => {
            let weekday = weekday(day);
            let ordinary = weekly.iter().filter(|hours| hours.weekday == weekday);
            ordinary.map(|hours| OpeningHours::new(hours.opens.clone(), hours.closes.clone())).collect()
        }
    };
    hours.sort_by(|a, b| a.opens.cmp(&b.opens));
    hours
}

fn weekday(day: Date) -> Weekday {
    match day.weekday() {
        jiff::civil::Weekday::Monday => Weekday::Monday,
        jiff::civil::Weekday::Tuesday => Weekday::Tuesday,
        jiff::civil::Weekday::Wednesday => Weekday::Wednesday,
        jiff::civil::Weekday::Thursday => Weekday::Thursday,
        jiff::civil::Weekday::Friday => Weekday::Friday,
        jiff::civil::Weekday::Saturday => Weekday::Saturday,
        jiff::civil::Weekday::Sunday => Weekday::Sunday,
    }
}

/// When the slots of one day begin: from each opening on, `step_minutes` apart, as long as one of `duration_minutes` ends
/// before closing.
///
/// Opening and closing are read off the wall clock. A time that the clock skips is read as if the clock had not been put
/// forward yet, and of a time that it shows twice the first is meant. Between them time is real: on the day on which clocks
/// change there are fewer slots, or more.
pub(super) fn starts(
    zone: &TimeZone,
    day: Date,
    hours: &[OpeningHours],
    duration_minutes: u32,
    step_minutes: u32,
) -> Result<Vec<Timestamp>, jiff::Error> {
    let mut starts = Vec::new();
    let mut closed_until = None;
    // A zone that crossed the date line skipped a whole day.
    if day.to_zoned(zone.clone())?.date() != day {
        return Ok(starts);
    }
    for hours in hours {
        // A skipped closing time can come to lie after the next opening.
        let opens = closed_until.max(Some(instant(zone, day, &hours.opens)?));
        let closes = instant(zone, day, &hours.closes)?;
        let mut next = opens.unwrap_or(closes);
        while next.plus_minutes(i64::from(duration_minutes)) <= closes {
            starts.push(next);
            next = next.plus_minutes(i64::from(step_minutes.max(1)));
        }
        closed_until = closed_until.max(Some(closes));
    }
    Ok(starts)
}

/// The instant at which a clock on the wall shows this time on this day.
fn instant(zone: &TimeZone, day: Date, time: &TimeOfDay) -> Result<Timestamp, jiff::Error> {
    let at: DateTime = match time.as_str() {
        "24:00" => day.tomorrow()?.at(0, 0, 0, 0),
        time => day.to_datetime(time.parse()?),
    };
    Ok(zone.to_ambiguous_timestamp(at).compatible()?.into())
}

/// When a day begins.
pub(super) fn midnight(zone: &TimeZone, day: Date) -> Result<Timestamp, jiff::Error> {
    instant(zone, day, &TimeOfDay::from("00:00"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    fn hours(ranges: &[(&str, &str)]) -> Vec<OpeningHours> {
        ranges.iter().map(|(opens, closes)| OpeningHours::new(*opens, *closes)).collect()
    }

    /// When the slots of a day begin: the hour and minute in UTC.
    fn utc(zone: &str, day: &str, ranges: &[(&str, &str)], duration: u32, step: u32) -> Vec<String> {
        let zone = crate::engine::calendar::zone(&zone.into()).unwrap();
        let starts = starts(&zone, day.parse().unwrap(), &hours(ranges), duration, step).unwrap();
        starts.iter().map(|start| start.to_string()[5..16].to_owned()).collect()
    }

    #[test]
    fn an_ordinary_day_is_laid_from_opening_to_closing() {
        let kolkata = utc("Asia/Kolkata", "2026-11-23", &[("09:00", "11:00")], 45, 30);
        assert_eq!(kolkata, ["11-23T03:30", "11-23T04:00", "11-23T04:30"], "the one at 10:30 would end too late");
        let twice = utc("Asia/Kolkata", "2026-11-23", &[("09:00", "10:00"), ("10:00", "11:00")], 60, 60);
        assert_eq!(twice, ["11-23T03:30", "11-23T04:30"]);
        assert!(utc("Asia/Kolkata", "2026-11-23", &[("09:00", "09:30")], 45, 30).is_empty());
        let night = utc("America/New_York", "2026-11-23", &[("23:00", "24:00")], 30, 30);
        assert_eq!(night, ["11-24T04:00", "11-24T04:30"], "24:00 is the next day's midnight");
    }

    #[test]
    fn when_clocks_go_forward_the_day_is_shorter() {
        // 02:00 to 03:00 is skipped: 00:00 to 06:00 are five hours.
        let berlin = utc("Europe/Berlin", "2026-03-29", &[("00:00", "06:00")], 60, 60);
        assert_eq!(berlin, ["03-28T23:00", "03-29T00:00", "03-29T01:00", "03-29T02:00", "03-29T03:00"]);
        // Hours after the change are read off the clock as it then stands.
        assert_eq!(utc("Europe/Berlin", "2026-03-29", &[("09:00", "10:00")], 60, 60), ["03-29T07:00"]);
        assert_eq!(utc("Europe/Berlin", "2026-03-28", &[("09:00", "10:00")], 60, 60), ["03-28T08:00"]);
        let new_york = utc("America/New_York", "2026-03-08", &[("01:00", "04:00")], 60, 60);
        assert_eq!(new_york, ["03-08T06:00", "03-08T07:00"]);
    }

    #[test]
    fn when_clocks_go_back_the_day_is_longer() {
        // 02:00 to 03:00 comes twice: 00:00 to 04:00 are five hours.
        let berlin = utc("Europe/Berlin", "2026-10-25", &[("00:00", "04:00")], 60, 60);
        assert_eq!(berlin, ["10-24T22:00", "10-24T23:00", "10-25T00:00", "10-25T01:00", "10-25T02:00"]);
        // Of a time that comes twice the first is meant, for opening and for closing.
        assert_eq!(utc("Europe/Berlin", "2026-10-25", &[("02:30", "03:00")], 30, 30).len(), 3);
        assert_eq!(utc("Europe/Berlin", "2026-10-25", &[("01:30", "02:30")], 60, 60), ["10-24T23:30"]);
        let new_york = utc("America/New_York", "2026-11-01", &[("00:00", "03:00")], 60, 60);
        assert_eq!(new_york, ["11-01T04:00", "11-01T05:00", "11-01T06:00", "11-01T07:00"]);
    }

    #[test]
    fn a_skipped_midnight_is_read_as_the_first_moment_of_the_day() {
        // Clocks in Beirut go from 00:00 to 01:00.
        let beirut = utc("Asia/Beirut", "2026-03-29", &[("00:00", "03:00")], 60, 60);
        assert_eq!(beirut, ["03-28T22:00", "03-28T23:00"]);
        let evening_before = utc("Asia/Beirut", "2026-03-28", &[("22:00", "24:00")], 60, 60);
        assert_eq!(evening_before, ["03-28T20:00", "03-28T21:00"], "closing is where the next day begins");
        let asuncion = utc("America/Asuncion", "2023-10-01", &[("00:00", "02:00")], 60, 60);
        assert_eq!(asuncion, ["10-01T04:00"]);
    }

    #[test]
    fn hours_that_a_gap_pushes_together_do_not_overlap() {
        // 02:30 is skipped and read as 03:30, which lies after the next opening.
        let berlin = utc("Europe/Berlin", "2026-03-29", &[("01:00", "02:30"), ("03:00", "05:00")], 30, 30);
        assert_eq!(berlin.len(), 6, "01:00, 03:00, 03:30 and so on to 05:00: {berlin:?}");
        assert!(berlin.is_sorted_by(|a, b| a < b), "none twice");
        assert!(utc("Pacific/Apia", "2011-12-30", &[("09:00", "17:00")], 60, 60).is_empty(), "a day that never was");
    }

    #[test]
    fn each_member_at_fault_is_named() {
        let weekly = [
            WeeklyHours::new(Weekday::Monday, "13:00", "17:00"),
            WeeklyHours::new(Weekday::Monday, "09:00", "13:30"),
            WeeklyHours::new(Weekday::Tuesday, "09:00", "09:00"),
            WeeklyHours::new(Weekday::Wednesday, "13:00", "17:00"),
        ];
        let exceptions = [
            ScheduleException::new("2026-12-24").hours(hours(&[("10:00", "12:00"), ("11:00", "13:00")])),
            ScheduleException::new("2026-12-24"),
        ];
        let at: Vec<String> = faults(&weekly, &exceptions).into_iter().map(|fault| fault.param).collect();
        assert_eq!(at, ["/weekly/0/opens", "/weekly/2/closes", "/exceptions/0/hours/1/opens", "/exceptions/1/date"]);
    }

    #[test]
    fn an_exception_takes_the_place_of_ordinary_hours() {
        let weekly =
            [WeeklyHours::new(Weekday::Monday, "13:00", "17:00"), WeeklyHours::new(Weekday::Monday, "09:00", "12:00")];
        let exceptions = [ScheduleException::new("2026-11-30"), {
            ScheduleException::new("2026-12-01").hours(hours(&[("10:00", "11:00")]))
        }];
        let of = |day: &str| of_day(day.parse().unwrap(), &weekly, &exceptions);
        assert_eq!(of("2026-11-23"), hours(&[("09:00", "12:00"), ("13:00", "17:00")]), "in order");
        assert_eq!(of("2026-11-30"), hours(&[]), "closed");
        assert_eq!(of("2026-12-01"), hours(&[("10:00", "11:00")]), "open on an ordinary day off");
        assert_eq!(of("2026-12-02"), hours(&[]));
    }
}
