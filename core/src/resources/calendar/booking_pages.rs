//! `calendar.booking_pages`: hosted pages on which people book for themselves.

use crate::declare::{filters, model, params};
use crate::id::BookingPageId;
use crate::operation::operations;
use crate::time::Timestamp;
use crate::value::{Color, Slug, TimeZoneName, WebUrl};

operations! {
    /// Booking pages: hosted at `/book/{slug}`, and writing through the same contract as everybody else.
    pub struct BookingPages in "calendar.booking_pages";

    /// Creates a booking page.
    create: Post "/calendar/v1/booking_pages" (NewBookingPage) => 201 BookingPage, Ours, [AlreadyExists];
    /// Reads one booking page.
    get: Get "/calendar/v1/booking_pages/{id}" (id: BookingPageId) => 200 BookingPage, Ours, [];
    /// Lists booking pages, newest first.
    list: Get "/calendar/v1/booking_pages" (..ListBookingPages) => 200 [BookingPage], Ours, [];
    /// Changes a booking page.
    update: Patch "/calendar/v1/booking_pages/{id}" (id: BookingPageId, UpdateBookingPage) => 200 BookingPage, Ours, [];
}

model! {
    /// A hosted page on which people book for themselves.
    pub struct BookingPage {
        /// The page's ID.
        pub id: BookingPageId,
        /// Its name in its address.
        pub slug: Slug,
        /// Its heading.
        pub title: String,
        /// The slugs of the services that it offers.
        pub services: Vec<Slug>,
        /// How it looks.
        pub brand: Brand,
        /// The zone in which it shows times.
        pub timezone: TimeZoneName,
        /// When it was created.
        pub created_at: Timestamp,
        /// When it last changed.
        pub updated_at: Timestamp,
    }
}

params! {
    /// How a booking page looks.
    pub struct Brand {
        /// The colour of its buttons.
        #[garde(dive)]
        pub color: Option<Color>,
        /// The address of its logo.
        #[garde(dive)]
        pub logo_url: Option<WebUrl>,
    }
}

params! {
    /// A booking page to create.
    pub struct NewBookingPage {
        /// Its name in its address; no other page may have it.
        #[garde(dive)]
        pub slug: Slug,
        /// Its heading.
        #[garde(length(chars, min = 1, max = 200))]
        pub title: String,
        /// The slugs of the services that it offers.
        #[garde(length(min = 1, max = 32), dive)]
        pub services: Vec<Slug>,
        /// The zone in which it shows times.
        #[garde(dive)]
        pub timezone: TimeZoneName,
        /// How it looks. Default: plain.
        #[garde(dive)]
        pub brand: Option<Brand>,
    }
}

filters! {
    /// Which booking pages to list: all of them.
    pub struct ListBookingPages {}
}

params! {
    /// What to change on a booking page.
    pub struct UpdateBookingPage {
        /// Its heading.
        #[garde(length(chars, min = 1, max = 200))]
        pub title: Option<String>,
        /// The slugs of the services that it offers.
        #[garde(length(min = 1, max = 32), dive)]
        pub services: Option<Vec<Slug>>,
        /// The zone in which it shows times.
        #[garde(dive)]
        pub timezone: Option<TimeZoneName>,
        /// How it looks.
        #[garde(dive)]
        pub brand: Option<Brand>,
    }
}
