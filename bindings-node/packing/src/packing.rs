//! The way through a text, value by value.

use std::borrow::Cow;

use memchr::memchr2;

use crate::shape::{Member, Shape, Spec};

/// As long as an ID of the core may be.
const MAX_ID_LENGTH: usize = 63;

/// A number with more digits may be too large for other languages.
const MAX_DIGITS: usize = 300;

/// A whole number with as many digits is one in JavaScript as well.
const MAX_INTEGER_DIGITS: usize = 15;

/// Deeper is left to JavaScript.
const MAX_DEPTH: usize = 64;

/// What `JSON.parse` is to read of `json`. It begins with a bracket where it is packed, and only there.
pub fn packed<'a>(json: &'a [u8], shape: &Shape) -> Cow<'a, [u8]> {
    match pack(json, &shape.0) {
        Some(packed) => Cow::Owned(packed),
        None if json.starts_with(b"[") => Cow::Owned([b"\n", json].concat()),
        None => Cow::Borrowed(json),
    }
}

fn pack(json: &[u8], spec: &Spec) -> Option<Vec<u8>> {
    let mut packing = Packing { json, at: 0, packed: Vec::with_capacity(json.len()) };
    packing.skip_white_space();
    packing.value(spec, None)?;
    packing.skip_white_space();
    (packing.at == json.len() && packing.packed.starts_with(b"[")).then_some(packing.packed)
}

struct Packing<'a> {
    json: &'a [u8],
    /// How far it was read.
    at: usize,
    packed: Vec<u8>,
}

/// An object of a model, as far as it is packed.
#[derive(Default)]
struct Object<'a> {
    /// How many of the members in the table.
    count: usize,
    /// What the member `type` says, where others are read by it.
    tag: Option<&'a [u8]>,
    /// The members that the table does not know, as they stand.
    unknown: Vec<u8>,
}

impl<'a> Packing<'a> {
    /// Packs the value that comes; `tag` is the type that was told beside it.
    fn value(&mut self, spec: &Spec, tag: Option<&'a [u8]>) -> Option<()> {
        let start = self.at;
        match spec {
            Spec::Any => self.any(MAX_DEPTH)?,
            Spec::Text => drop(self.text()?),
            Spec::Integer => self.number(MAX_INTEGER_DIGITS, false)?,
            Spec::Number => self.number(MAX_DIGITS, true)?,
            Spec::Boolean => self.word(b"true").or_else(|| self.word(b"false"))?,
            Spec::Time => self.time()?,
            Spec::Id(prefix) => self.id(prefix)?,
            Spec::List(item) => return self.list(item),
            Spec::Model(members) => return self.model(members),
            Spec::ByType(specs) => {
                let tag = tag?;
                let known = specs.iter().find(|(name, _)| name.as_bytes() == tag);
                return self.value(known.map_or(&Spec::Any, |(_, spec)| spec), None);
            }
        }
        self.packed.extend_from_slice(&self.json[start..self.at]);
        Some(())
    }

    fn model(&mut self, members: &[Member]) -> Option<()> {
        let mut object = Object::default();
        self.byte(b'{')?;
        self.packed.push(b'[');
        if self.byte(b'}').is_none() {
            self.member(members, &mut object)?;
            while self.byte(b'}').is_none() {
                self.byte(b',')?;
                self.member(members, &mut object)?;
            }
        }
        self.absent(members, &mut object)?;
        if !object.unknown.is_empty() {
            self.separate(object.count);
            self.packed.push(b'{');
            self.packed.extend_from_slice(&object.unknown);
            self.packed.push(b'}');
        }
        self.packed.push(b']');
        Some(())
    }

    /// Packs the member that comes. What comes out of order is left to JavaScript, as what comes twice.
    fn member(&mut self, members: &[Member], object: &mut Object<'a>) -> Option<()> {
        let start = self.at;
        let mut found = members.get(object.count).filter(|member| self.word(member.name.as_bytes()).is_some());
        if found.is_none() {
            let name = self.name()?;
            let Some(place) = members.iter().position(|member| member.name.as_bytes() == name) else {
                return self.unknown(start, object);
            };
            self.absent(members.get(..place)?, object)?;
            found = members.get(object.count).filter(|member| member.name.as_bytes() == name);
        }
        let member = found?;
        self.separate(object.count);
        object.count += 1;
        self.skip_white_space();
        self.byte(b':')?;
        let start = self.at;
        if member.is_nullable && self.word(b"null").is_some() {
            self.packed.extend_from_slice(b"null");
        } else {
            self.value(&member.spec, object.tag)?;
        }
        if member.is_type {
            // One that is escaped is not what it looks like.
            object.tag = self.json.get(start + 1..self.at - 1).filter(|tag| !tag.contains(&b'\\'));
        }
        self.skip_white_space();
        Some(())
    }

    /// Packs what stands for those of `members` that did not come, and now come no more.
    fn absent(&mut self, members: &[Member], object: &mut Object<'a>) -> Option<()> {
        for member in members.get(object.count..).into_iter().flatten() {
            self.separate(object.count);
            object.count += 1;
            self.packed.extend_from_slice(member.absent?.as_bytes());
        }
        Some(())
    }

    /// Keeps a member that the table does not know, whose name was read and began at `start`.
    fn unknown(&mut self, start: usize, object: &mut Object<'a>) -> Option<()> {
        self.skip_white_space();
        self.byte(b':')?;
        self.any(MAX_DEPTH)?;
        if !object.unknown.is_empty() {
            object.unknown.push(b',');
        }
        object.unknown.extend_from_slice(&self.json[start..self.at]);
        self.skip_white_space();
        Some(())
    }

    /// The name that comes, in its quotes. One that is escaped is not what it looks like.
    fn name(&mut self) -> Option<&'a [u8]> {
        let start = self.at;
        let name = self.text()?;
        (!name.contains(&b'\\')).then(|| &self.json[start..self.at])
    }

    fn separate(&mut self, count: usize) {
        if count > 0 {
            self.packed.push(b',');
        }
    }

    fn list(&mut self, item: &Spec) -> Option<()> {
        self.byte(b'[')?;
        self.packed.push(b'[');
        if self.byte(b']').is_none() {
            self.value(item, None)?;
            self.skip_white_space();
            while self.byte(b']').is_none() {
                self.byte(b',')?;
                self.packed.push(b',');
                self.value(item, None)?;
                self.skip_white_space();
            }
        }
        self.packed.push(b']');
        Some(())
    }

    /// Any value that is JSON of other languages as well.
    fn any(&mut self, depth: usize) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match self.json.get(self.at)? {
            b'"' => self.text().map(drop),
            b'{' => self.all(b'}', |packing| {
                packing.text()?;
                packing.skip_white_space();
                packing.byte(b':')?;
                packing.any(depth)
            }),
            b'[' => self.all(b']', |packing| packing.any(depth)),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'n' => self.word(b"null"),
            _ => self.number(MAX_DIGITS, true),
        }
    }

    /// Everything in an object or a list, up to its end.
    fn all(&mut self, end: u8, mut each: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.at += 1;
        self.skip_white_space();
        while self.byte(end).is_none() {
            each(self)?;
            self.skip_white_space();
            if self.json.get(self.at) != Some(&end) {
                self.byte(b',')?;
            }
        }
        Some(())
    }

    /// A text, without its quotes and as it stands.
    fn text(&mut self) -> Option<&'a [u8]> {
        if self.json.get(self.at) != Some(&b'"') {
            return None;
        }
        let start = self.at + 1;
        let mut end = start;
        loop {
            end += memchr2(b'"', b'\\', self.json.get(end..)?)?;
            if self.json[end] == b'"' {
                break;
            }
            // An escaped character, which may be a quote.
            end += 2;
        }
        self.at = end + 1;
        self.json.get(start..end)
    }

    /// An ID, of which the prefix begins with its quote.
    fn id(&mut self, prefix: &str) -> Option<()> {
        self.word(prefix.as_bytes())?;
        let rest = self.json.get(self.at..)?;
        let length = rest.iter().position(|byte| !IS_OF_ID[usize::from(*byte)])?;
        self.at += length;
        (length > 0 && prefix.len() - 1 + length <= MAX_ID_LENGTH).then_some(())?;
        self.word(b"\"")
    }

    /// A time of the calendar in UTC. A leap day is left to JavaScript, as all other ways to write a time.
    fn time(&mut self) -> Option<()> {
        self.word(b"\"")?;
        let [y, e, a, r, b'-', m, o, b'-', d, day, b'T', h, hour, b':', n, minute, b':', s, second] =
            *self.json.get(self.at..)?.first_chunk()?
        else {
            return None;
        };
        self.at += 19;
        let month = two_digits(m, o)?;
        let last = match month {
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        two_digits(y, e).and(two_digits(a, r))?;
        let is_day = (1..=12).contains(&month) && (1..=last).contains(&two_digits(d, day)?);
        let is_of_day = two_digits(h, hour)? < 24 && two_digits(n, minute)? < 60 && two_digits(s, second)? < 60;
        if self.word(b".").is_some() {
            let fraction = self.json.get(self.at..)?;
            let length = fraction.iter().position(|byte| !byte.is_ascii_digit())?;
            self.at += length;
            (length > 0).then_some(())?;
        }
        (is_day && is_of_day).then_some(())?;
        self.word(b"Z\"")
    }

    /// A number with so many digits, without an exponent.
    fn number(&mut self, most: usize, may_be_broken: bool) -> Option<()> {
        let start = self.at;
        while let Some(b'0'..=b'9' | b'-' | b'.') = self.json.get(self.at) {
            if self.json[self.at] == b'.' && !may_be_broken {
                return None;
            }
            self.at += 1;
        }
        (1..=most).contains(&(self.at - start)).then_some(())
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        let is_next = self.json.get(self.at..)?.starts_with(word);
        is_next.then(|| self.at += word.len())
    }

    /// What separates, and the white space after it.
    fn byte(&mut self, byte: u8) -> Option<()> {
        if self.json.get(self.at) != Some(&byte) {
            return None;
        }
        self.at += 1;
        self.skip_white_space();
        Some(())
    }

    fn skip_white_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.json.get(self.at) {
            self.at += 1;
        }
    }
}

fn two_digits(tens: u8, ones: u8) -> Option<u8> {
    (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| (tens - b'0') * 10 + (ones - b'0'))
}

/// The characters that IDs consist of.
const IS_OF_ID: [bool; 256] = {
    let mut is = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let character = byte as u8;
        is[byte] = character.is_ascii_alphanumeric() || character == b'_' || character == b'-';
        byte += 1;
    }
    is
};
