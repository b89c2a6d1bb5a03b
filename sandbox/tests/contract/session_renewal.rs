//! A guest's session that outlives its token.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use softknack::resources::queue::{
    CancelEntry, EntryStatus, JoinQueue, MatchType, QueueSession, RequestOtp, VerifyOtp,
};
use softknack::{Client, ErrorCode};
use softknack_sandbox::{Sandbox, hours};

use crate::support::guests::{Restaurant, phone};

/// Verifies the guest's phone, as a screen at the door does, and gives the session's token.
async fn verify(staff: &Client, sandbox: &Sandbox) -> Result<QueueSession, softknack::Error> {
    let challenge = staff.queue().otp().request(RequestOtp::new(phone(1)).name("Priya")).await?;
    let message = sandbox.outbox().last().await.unwrap().unwrap();
    let code = message.vars["code"].as_str().unwrap().to_owned();
    staff.queue().otp().verify(VerifyOtp::new(challenge.challenge_id, code)).await
}

#[tokio::test]
async fn a_token_that_is_over_is_renewed_once_for_all_calls_that_wait() {
    let sandbox = Arc::new(Restaurant::open().await.sandbox);
    let staff = sandbox.client();
    let session = verify(&staff, &sandbox).await.unwrap();
    let renewals = Arc::new(AtomicU32::new(0));
    let renew = {
        let (staff, sandbox, renewals) = (staff.clone(), Arc::clone(&sandbox), Arc::clone(&renewals));
        move || {
            renewals.fetch_add(1, Ordering::SeqCst);
            let (staff, sandbox) = (staff.clone(), Arc::clone(&sandbox));
            async move { verify(&staff, &sandbox).await.map(|session| session.token) }
        }
    };
    let guest = staff.with_session(&session.token, renew).unwrap();
    let join = JoinQueue::new(session.customer_id, 2_u32, MatchType::Fitted, "table");
    let entry = guest.queue().join(join).await.unwrap();
    sandbox.clock().advance(hours(3)).await.unwrap();

    let fixed = staff.with_credential(session.token.as_str()).unwrap();
    let expired = fixed.queue().entries().get(entry.id).await.unwrap_err();
    assert_eq!(expired.code(), Some(&ErrorCode::TokenExpired));
    let calls: Vec<_> = (0..20).map(|_| tokio::spawn(guest.queue().entries().get(entry.id).into_future())).collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap().id, entry.id);
    }
    assert_eq!(renewals.load(Ordering::SeqCst), 1);
    let cancelled = guest.queue().entries().cancel(entry.id, CancelEntry::default()).await;
    assert_eq!(cancelled.unwrap().status, EntryStatus::Cancelled);
    assert_eq!(renewals.load(Ordering::SeqCst), 1, "the new token stays");
}
