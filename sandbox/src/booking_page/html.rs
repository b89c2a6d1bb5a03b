//! The pages themselves: HTML that works without scripts and without anything from elsewhere but the brand's logo.

use std::fmt::{self, Display, Write as _};

use jiff::tz::TimeZone;
use softknack::{Appointment, BookingPage, Slot, Timestamp};

use super::form::Form;
use crate::refusal::{Outcome, Refusal};

/// No script at all; the style stands in the page; forms go only to where the page comes from.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src https: http://localhost:* http://127.0.0.1:*; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const STYLE: &str = "
:root { color-scheme: light dark; --brand: #1f5fbf; --on-brand: #fff }
* { box-sizing: border-box }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText }
main { max-width: 40rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
header { border-bottom: .25rem solid var(--brand); padding-bottom: 1rem; margin-bottom: 1.5rem }
header img { max-height: 3rem; display: block; margin-bottom: .75rem }
h1 { font-size: 1.6rem; margin: 0 } h2 { font-size: 1.2rem }
fieldset { border: 1px solid GrayText; border-radius: .5rem; margin: 0 0 1.25rem; padding: .75rem 1rem }
legend { font-weight: 600; padding: 0 .4rem }
details { margin: .4rem 0 } summary { cursor: pointer; padding: .25rem 0 }
.times { display: flex; flex-wrap: wrap; gap: .5rem 1rem; padding: .4rem 0 }
.field { display: block; margin-bottom: 1rem } .field input { display: block; width: 100%; padding: .6rem; font: inherit; margin-top: .25rem }
button { font: inherit; font-weight: 600; padding: .7rem 1.4rem; border: 0; border-radius: .5rem; background: var(--brand); color: var(--on-brand); cursor: pointer }
:focus-visible { outline: .2rem solid var(--brand); outline-offset: .15rem }
.problem { border: 2px solid #b3261e; border-radius: .5rem; padding: .75rem 1rem; margin-bottom: 1.25rem }
";

/// A service, and when it can be had.
pub(super) struct Offer {
    pub(super) service: String,
    pub(super) slots: Vec<Slot>,
}

/// A booking page that is to be shown.
pub(super) struct Page<'a> {
    page: &'a BookingPage,
    zone: TimeZone,
}

impl<'a> Page<'a> {
    pub(super) fn new(page: &'a BookingPage) -> Self {
        Self { page, zone: TimeZone::get(page.timezone.as_str()).unwrap_or(TimeZone::UTC) }
    }

    /// The page with its openings and its form, filled in as before, and what was wrong with it.
    pub(super) fn open(&self, offers: &[Offer], form: &Form, errors: &[impl AsRef<str>]) -> Outcome<String> {
        let mut body = String::new();
        self.write_open(&mut body, offers, form, errors).map_err(unwritable)?;
        self.document(&self.page.title, &body)
    }

    /// The page that says what was booked.
    pub(super) fn confirmed(&self, appointment: &Appointment, service: &str) -> Outcome<String> {
        let mut body = String::new();
        write!(
            body,
            "<h2>You are booked</h2><p><strong>{}</strong><br><time datetime=\"{}\">{}, {}</time> ({})</p>\
             <p>Your booking number is <code>{}</code>.</p>",
            Escaped(service),
            appointment.starts_at,
            self.day(appointment.starts_at),
            self.time(appointment.starts_at),
            Escaped(self.page.timezone.as_str()),
            Escaped(appointment.id.as_str()),
        )
        .map_err(unwritable)?;
        self.document("You are booked", &body)
    }

    fn write_open(&self, out: &mut String, offers: &[Offer], form: &Form, errors: &[impl AsRef<str>]) -> fmt::Result {
        if !errors.is_empty() {
            out.push_str("<div class=\"problem\" role=\"alert\">");
            for error in errors {
                write!(out, "<p>{}</p>", Escaped(error.as_ref()))?;
            }
            out.push_str("</div>");
        }
        if offers.iter().all(|offer| offer.slots.is_empty()) {
            out.push_str("<p>There are no openings at the moment. Please come back later.</p>");
            return Ok(());
        }
        write!(
            out,
            "<p>All times are in {}.</p><form method=\"post\" action=\"/book/{}\">\
             <input type=\"hidden\" name=\"idempotency_key\" value=\"{}\">",
            Escaped(self.page.timezone.as_str()),
            Escaped(self.page.slug.as_str()),
            Escaped(&form.idempotency_key),
        )?;
        for offer in offers.iter().filter(|offer| !offer.slots.is_empty()) {
            self.write_offer(out, offer, form)?;
        }
        write!(
            out,
            "<label class=\"field\">Your name<input name=\"name\" autocomplete=\"name\" maxlength=\"200\" required value=\"{}\"></label>\
             <label class=\"field\">Your phone number, with its country code<input name=\"phone\" type=\"tel\" autocomplete=\"tel\" \
             placeholder=\"+91 98000 00000\" required value=\"{}\"></label><button type=\"submit\">Book</button></form>",
            Escaped(&form.name),
            Escaped(&form.phone),
        )
    }

    fn write_offer(&self, out: &mut String, offer: &Offer, form: &Form) -> fmt::Result {
        write!(out, "<fieldset><legend>{}</legend>", Escaped(&offer.service))?;
        let days = offer.slots.chunk_by(|a, b| self.day(a.starts_at) == self.day(b.starts_at));
        for (place, day) in days.enumerate() {
            let chosen = day.iter().any(|slot| slot.id.as_str() == form.slot_id);
            let open = if place == 0 || chosen { " open" } else { "" };
            let Some(first) = day.first() else { continue };
            write!(out, "<details{open}><summary>{}</summary><div class=\"times\">", self.day(first.starts_at))?;
            for slot in day {
                let checked = if slot.id.as_str() == form.slot_id { " checked" } else { "" };
                write!(
                    out,
                    "<label><input type=\"radio\" name=\"slot_id\" required value=\"{}\"{checked}> <time datetime=\"{}\">{}</time></label>",
                    Escaped(slot.id.as_str()),
                    slot.starts_at,
                    self.time(slot.starts_at),
                )?;
            }
            out.push_str("</div></details>");
        }
        out.push_str("</fieldset>");
        Ok(())
    }

    fn document(&self, title: &str, body: &str) -> Outcome<String> {
        let brand = &self.page.brand;
        let mut style = String::new();
        // A colour is written into a style sheet, where escaping would not help: only one that is a colour is.
        if let Some(color) = brand.color.as_ref().filter(|color| color.is_valid()) {
            let on_brand = if is_bright(color.as_str()) { "#000" } else { "#fff" };
            style = format!(":root {{ --brand: {}; --on-brand: {on_brand} }}", color.as_str());
        }
        let mut header = String::new();
        if let Some(logo) = &brand.logo_url {
            write!(header, "<img src=\"{}\" alt=\"\">", Escaped(logo.as_str())).map_err(unwritable)?;
        }
        write!(header, "<h1>{}</h1>", Escaped(&self.page.title)).map_err(unwritable)?;
        Ok(document(title, &style, &header, body))
    }

    fn day(&self, at: Timestamp) -> String {
        at.to_jiff().to_zoned(self.zone.clone()).strftime("%A, %-d %B %Y").to_string()
    }

    fn time(&self, at: Timestamp) -> String {
        at.to_jiff().to_zoned(self.zone.clone()).strftime("%-I:%M %p").to_string()
    }
}

/// A page that says one thing.
pub(super) fn message(text: &str) -> String {
    document(text, "", "", &format!("<p>{}</p>", Escaped(text)))
}

fn document(title: &str, style: &str, header: &str, body: &str) -> String {
    let title = Escaped(title);
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><style>{STYLE}{style}</style></head><body><main><header>{header}</header>{body}</main></body></html>"
    )
}

/// Whether black is easier to read on a colour `#rrggbb` than white.
fn is_bright(color: &str) -> bool {
    let part = |range: std::ops::Range<usize>| {
        let value = color.get(range).and_then(|digits| u8::from_str_radix(digits, 16).ok()).unwrap_or(0);
        let share = f64::from(value) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    // Relative luminance as WCAG has it; above 0.179 black has the greater contrast.
    0.2126 * part(1..3) + 0.7152 * part(3..5) + 0.0722 * part(5..7) > 0.179
}

fn unwritable(error: fmt::Error) -> Refusal {
    Refusal::Fault(Box::new(error))
}

/// Text that means itself, in an element and in a quoted attribute.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                letter => f.write_char(letter)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_means_itself() {
        assert_eq!(
            Escaped("<script>alert(\"1\")</script> & 'you'").to_string(),
            "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;you&#39;"
        );
    }

    #[test]
    fn a_button_can_be_read() {
        assert!(is_bright("#ffffff") && is_bright("#FFD400"));
        assert!(!is_bright("#000000") && !is_bright("#0A7D5C"));
    }
}
