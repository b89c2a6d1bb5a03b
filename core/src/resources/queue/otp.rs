//! `queue.otp`: one-time codes.

use crate::declare::{model, open_enum, params};
use crate::id::{ContactId, OtpChallengeId};
use crate::operation::operations;
use crate::time::Timestamp;
use crate::value::{OtpCode, PersonName, PhoneNumber, Secret};

operations! {
    /// One-time codes: how a guest shows that a phone number is theirs before a place in line is given.
    pub struct Otp in "queue.otp";

    /// Sends a code of four digits, good for 120 seconds, once, and for five attempts. One a minute for a phone.
    request: Post "/v1/queue/otp" (RequestOtp) => 201 OtpChallenge, Ours, [];
    /// Trades a code for a session, and creates or matches the contact.
    verify: Post "/v1/queue/otp/verify" (VerifyOtp) => 200 QueueSession, Ours, [OtpExpired, OtpIncorrect];
}

params! {
    /// Where to send a code.
    pub struct RequestOtp {
        /// The guest's phone number.
        #[garde(dive)]
        pub phone: PhoneNumber,
        /// The guest's name.
        #[garde(dive)]
        pub name: Option<PersonName>,
        /// How to send it. Default: `sms`.
        #[garde(dive)]
        pub channel: Option<OtpChannel>,
    }
}

open_enum! {
    /// How a code is sent.
    pub enum OtpChannel {
        /// A text message.
        Sms = "sms",
        /// WhatsApp.
        Whatsapp = "whatsapp",
    }
}

model! {
    /// A code on its way.
    #[serde(rename_all = "camelCase")]
    pub struct OtpChallenge {
        /// What to verify the code against.
        pub challenge_id: OtpChallengeId,
        /// Until when the code is good.
        pub expires_at: Timestamp,
    }
}

params! {
    /// A code that a guest typed.
    #[serde(rename_all = "camelCase")]
    pub struct VerifyOtp {
        /// The challenge that the code belongs to.
        pub challenge_id: OtpChallengeId,
        /// The four digits.
        #[garde(dive)]
        pub code: OtpCode,
    }
}

model! {
    /// A guest's session: it may join once, and read, confirm and cancel its own entry.
    #[serde(rename_all = "camelCase")]
    pub struct QueueSession {
        /// The credential.
        pub token: Secret,
        /// The contact that it acts for.
        pub customer_id: ContactId,
        /// Until when it is good.
        pub expires_at: Timestamp,
    }
}
