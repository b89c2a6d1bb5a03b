//! Signatures in hexadecimal, in lower case alone.

const EACH: u64 = u64::from_ne_bytes([1; 8]);
const LOW: u64 = EACH * 0x7f;
const HIGH: u64 = EACH * 0x80;

/// The bytes of 64 digits, of which eight are read at once.
pub(super) fn from_hex(text: &[u8]) -> Option<[u8; 32]> {
    let (words, []) = text.as_chunks::<8>() else { return None };
    let words: &[[u8; 8]; 8] = words.try_into().ok()?;
    let (mut bytes, mut are_right) = ([0; 32], HIGH);
    for (four, word) in bytes.as_chunks_mut::<4>().0.iter_mut().zip(words) {
        // The first digit stands lowest.
        let word = u64::from_le_bytes(*word);
        let letter = word ^ (EACH * (u64::from(b'a') - 1));
        let letters = below(7, letter) & !below(1, letter);
        are_right &= letters | below(10, word ^ (EACH * u64::from(b'0')));
        let values = (word & (EACH * 0x0f)) + (letters >> 7) * 9;
        // Each two of them become a byte, which then move together.
        let two = ((values << 4) | (values >> 8)) & 0x00ff_00ff_00ff_00ff;
        let together = (two | (two >> 8)) & 0x0000_ffff_0000_ffff;
        let [first, second, _, _, third, fourth, ..] = together.to_le_bytes();
        *four = [first, second, third, fourth];
    }
    (are_right == HIGH).then_some(bytes)
}

/// The highest bit of each byte that is less than `limit`.
fn below(limit: u64, word: u64) -> u64 {
    !(((word & LOW) + EACH * (0x80 - limit)) | word) & HIGH
}

pub(super) fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value & 0x0f)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

#[cfg(test)]
mod tests {
    use super::{from_hex, to_hex};

    #[test]
    fn every_byte_is_read_as_it_is_written_and_no_other_digit_is_one() {
        let bytes: [u8; 32] = std::array::from_fn(|at| u8::try_from(at * 37 % 251).unwrap_or_default());
        for place in 0..64 {
            for digit in 0..=u8::MAX {
                let mut text = to_hex(&bytes).into_bytes();
                text[place] = digit;
                let is_right = matches!(digit, b'0'..=b'9' | b'a'..=b'f');
                let read = from_hex(&text);
                assert_eq!(read.is_some(), is_right, "{digit} at {place}");
                assert!(read.is_none_or(|read| to_hex(&read).as_bytes() == text), "{digit} at {place}");
            }
        }
        let long = to_hex(&[0xa5; 40]);
        for length in (0..=80).filter(|length| *length != 64) {
            assert_eq!(from_hex(&long.as_bytes()[..length]), None, "{length}");
        }
    }
}
