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
