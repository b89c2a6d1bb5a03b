//! `queue.otp`: one-time codes.
//!
//! A code is stored as a digest under the sandbox's own key, and stands in clear only in the message that carries it. What
//! tells one phone from another here is a digest too.

use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};
use serde::Deserialize;
use serde_json::json;
use softknack::resources::queue::{OtpChallenge, OtpChannel, QueueSession, RequestOtp, VerifyOtp};
use softknack::{Channel, Contact, ContactId, ErrorCode, OtpChallengeId, Problem, Timestamp, Vars};

use crate::engine::crm::contacts;
use crate::engine::notifications::Outgoing;
use crate::engine::{Context, retention};
use crate::refusal::{Outcome, Refusal};
use crate::session::Session;
use crate::store::{Tx, args, statements};

const TEMPLATE: &str = "queue_otp";
const LIFETIME_SECONDS: i64 = 120;
const ATTEMPTS: u32 = 5;

/// How long a phone waits for its next code.
const PAUSE_MILLISECONDS: i64 = 60_000;

/// How long a challenge is remembered, so that a late code is told from one that never was.
const MEMORY_MINUTES: i64 = 24 * 60;

pub(super) async fn request(cx: &mut Context, (): (), params: RequestOtp) -> Outcome<OtpChallenge> {
    let phone = digest(cx, "phone", &cx.tenant, params.phone.as_str());
    let last: Option<Timestamp> = cx.tx.one(SELECT_LAST, args![&cx.tenant, &phone]).await?;
    if let Some(last) = last {
        let wait = last.as_millisecond() + PAUSE_MILLISECONDS - cx.now.as_millisecond();
        // A code that was sent later than now was sent before the clock was set back.
        if (1..=PAUSE_MILLISECONDS).contains(&wait) {
            let detail = "This phone was sent a code within the last minute. Wait for `Retry-After`.";
            let problem = Problem::new(ErrorCode::RateLimited, detail);
            let seconds = u32::try_from((wait + 999) / 1000).unwrap_or(u32::MAX);
            return Err(Refusal::Later(Box::new(problem), seconds));
        }
    }
    cx.tx.execute(REPLACE, args![&cx.tenant, &phone, cx.now]).await?;

    let expires_at = cx.now.plus_milliseconds(LIFETIME_SECONDS * 1000);
    let contact = contacts::with_phone(cx, &params.phone, params.name, expires_at).await?;
    let id: OtpChallengeId = cx.id();
    let code = random_code()?;
    let code_digest = digest(cx, "code", id.as_str(), &code);
    let args = args![&cx.tenant, id, contact.id, phone, code_digest, cx.now, expires_at];
    let challenge: OtpChallenge = cx.tx.one(INSERT, args).await?;
    cx.audit(id, None::<&OtpChallenge>, Some(&challenge));

    let channel = match params.channel {
        Some(OtpChannel::Whatsapp) => Channel::Whatsapp,
        _ => Channel::Sms,
    };
    let vars = Vars::from_iter([("code", &*code)]);
    Outgoing { contact: &contact, template: TEMPLATE, channels: &[channel], vars }.send(cx).await?;
    Ok(challenge)
}

#[derive(Deserialize)]
struct Challenge {
    contact_id: ContactId,
    phone_digest: String,
    code_digest: String,
    attempts: u32,
    expires_at: Timestamp,
    closed_at: Option<Timestamp>,
}

/// A wrong code costs an attempt, which stands though the request is refused. The refusal is recorded under its idempotency
/// key like any outcome that had an effect: sending the same request again costs nothing.
pub(super) async fn verify(cx: &mut Context, (): (), params: VerifyOtp) -> Outcome<QueueSession> {
    let id = params.challenge_id;
    let challenge: Option<Challenge> = cx.tx.optional(SELECT, args![&cx.tenant, id]).await?;
    let challenge = challenge.ok_or_else(|| Refusal::not_found("challenge"))?;
    if challenge.closed_at.is_some_and(|closed_at| closed_at < challenge.expires_at) {
        return Err(expired(if challenge.attempts < ATTEMPTS { USED } else { USED_UP }));
    }
    if challenge.expires_at <= cx.now {
        return Err(expired("The code is older than 120 seconds."));
    }
    if digest(cx, "code", id.as_str(), params.code.as_str()) != challenge.code_digest {
        return Err(wrong(cx, id).await?);
    }
    if cx.tx.execute(CLOSE, args![&cx.tenant, id, cx.now]).await? == 0 {
        return Err(expired(USED));
    }
    let contact = contacts::get(cx, challenge.contact_id, ()).await?;
    if !is_phone_of(cx, &challenge, &contact) {
        // Who can read the code has the phone that it was sent to, which is the contact's no more.
        return Err(expired("The code was sent to a number that the contact has no more."));
    }
    let contact = contacts::verify(cx, contact).await?;
    let session = Session::begin(contact.id, cx.caller.org, cx.caller.mode.clone(), cx.now);
    retention::remember_until(cx, contact.id, session.expires_at());
    cx.audit(id, None::<&()>, Some(&json!({ "customerId": contact.id })));
    let token = session.token(&cx.secrets)?;
    let answer = json!({ "token": token, "customerId": contact.id, "expiresAt": session.expires_at() });
    Ok(serde_json::from_value(answer)?)
}

/// Forgets challenges that are older than anybody asks for, and which phone they went to as soon as that makes no difference
/// any more.
pub(crate) async fn expire(tx: &mut Tx, now: Timestamp) -> Outcome<()> {
    tx.execute(FORGET, args![now.plus_minutes(-MEMORY_MINUTES)]).await?;
    tx.execute(FORGET_PHONE, args![now]).await?;
    Ok(())
}

const USED: &str = "The code was used, replaced by a later one, or taken back.";
const USED_UP: &str = "The code was tried five times in vain.";

fn expired(why: &str) -> Refusal {
    Refusal::new(ErrorCode::OtpExpired, format!("{why} Request a new one."))
}

/// Counts a wrong code.
async fn wrong(cx: &mut Context, id: OtpChallengeId) -> Outcome<Refusal> {
    let attempts: Option<u32> = cx.tx.optional(COUNT_ATTEMPT, args![&cx.tenant, id, cx.now, ATTEMPTS]).await?;
    let Some(attempts) = attempts else { return Ok(expired(USED)) };
    let left = ATTEMPTS.saturating_sub(attempts);
    let mut problem =
        Problem::new(ErrorCode::OtpIncorrect, format!("The code is not the one that was sent; {left} attempts left."));
    problem.param = Some("/code".to_owned());
    problem.attempts_left = Some(left);
    Ok(Refusal::from(problem).kept())
}

fn is_phone_of(cx: &Context, challenge: &Challenge, contact: &Contact) -> bool {
    contact
        .phone
        .as_ref()
        .is_some_and(|phone| digest(cx, "phone", &cx.tenant, phone.as_str()) == challenge.phone_digest)
}

/// A digest that only the sandbox can make. Comparing two of them leaks nothing: nobody can choose one.
fn digest(cx: &Context, what: &str, scope: &str, text: &str) -> String {
    let tag = hmac::sign(&cx.secrets.codes, format!("{what}\n{scope}\n{text}").as_bytes());
    tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Four random digits, each code as likely as the next.
fn random_code() -> Outcome<String> {
    loop {
        let mut bytes = [0; 2];
        SystemRandom::new().fill(&mut bytes).map_err(|_| Refusal::Fault("the system has no randomness".into()))?;
        let number = u16::from_be_bytes(bytes);
        // The last 5536 values would make some codes likelier than others.
        if number < 60_000 {
            return Ok(format!("{:04}", number % 10_000));
        }
    }
}

statements! {
    SELECT_LAST: "SELECT MAX(created_at) FROM otp_challenges WHERE tenant = $1 AND phone_digest = $2";
    FORGET: "DELETE FROM otp_challenges WHERE created_at < $1";
    FORGET_PHONE: "UPDATE otp_challenges SET phone_digest = '', code_digest = '', closed_at = COALESCE(closed_at, expires_at)
        WHERE expires_at <= $1 AND phone_digest <> ''";
    REPLACE: "UPDATE otp_challenges SET closed_at = $3 WHERE tenant = $1 AND phone_digest = $2 AND closed_at IS NULL";
    INSERT: r#"INSERT INTO otp_challenges
            (tenant, id, contact_id, phone_digest, code_digest, attempts, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, 0, $6, $7) RETURNING id AS "challengeId", expires_at AS "expiresAt""#;
    SELECT: "SELECT contact_id, phone_digest, code_digest, attempts, expires_at, closed_at FROM otp_challenges
        WHERE tenant = $1 AND id = $2";
    COUNT_ATTEMPT: "UPDATE otp_challenges SET attempts = attempts + 1,
            closed_at = CASE WHEN attempts + 1 >= $4 THEN $3 END
        WHERE tenant = $1 AND id = $2 AND closed_at IS NULL RETURNING attempts";
    CLOSE: "UPDATE otp_challenges SET closed_at = $3 WHERE tenant = $1 AND id = $2 AND closed_at IS NULL";
}
