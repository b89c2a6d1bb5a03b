//! Choices that one number decides, so that they can be made again.

/// Numbers from a seed (SplitMix64).
#[derive(Clone)]
pub struct Random(u64);

impl Random {
    /// From the seed in the environment variable `variable`, or from a new one. It is printed: where a test fails, it shows.
    pub fn from_environment(variable: &str) -> Self {
        let seed = std::env::var(variable).map_or_else(
            |_| std::time::UNIX_EPOCH.elapsed().unwrap().as_nanos() as u64,
            |seed| seed.parse().unwrap_or_else(|error| panic!("{variable}: {error}")),
        );
        println!("{variable}={seed} makes the same choices again");
        Self(seed)
    }

    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.number() % bound as u64) as usize
    }

    pub fn one_of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }

    /// Choices of their own, which do not depend on when these are made.
    pub fn split(&mut self) -> Self {
        Self(self.number())
    }
}
