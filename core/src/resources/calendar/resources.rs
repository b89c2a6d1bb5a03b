//! `calendar.resources`: the people, rooms, tables and devices that bookings hold.

use crate::declare::{filters, model, open_enum, params};
use crate::id::ResourceId;
use crate::operation::operations;
use crate::time::Timestamp;

operations! {
    /// Resources: the people, rooms, tables and devices that bookings hold. No two appointments hold one at one time.
    pub struct Resources in "calendar.resources";

    /// Creates a resource.
    create: Post "/calendar/v1/resources" (NewResource) => 201 Resource, Ours, [];
    /// Reads one resource.
    get: Get "/calendar/v1/resources/{id}" (id: ResourceId) => 200 Resource, Ours, [];
    /// Lists resources, newest first.
    list: Get "/calendar/v1/resources" (..ListResources) => 200 [Resource], Ours, [];
    /// Changes a resource.
    update: Patch "/calendar/v1/resources/{id}" (id: ResourceId, UpdateResource) => 200 Resource, Ours, [];
}

model! {
    /// Something that an appointment holds while it lasts.
    pub struct Resource {
        /// The resource's ID.
        pub id: ResourceId,
        /// Its name.
        pub name: String,
        /// What it is.
        pub kind: ResourceKind,
        /// The smallest party that it takes.
        pub capacity_min: u32,
        /// The largest party that it takes, or null where there is no bound.
        pub capacity_max: Option<u32>,
        /// Where it stands, as the business calls it.
        pub zone: Option<String>,
        /// Whether it can be held by new appointments.
        pub active: bool,
        /// When it was created.
        pub created_at: Timestamp,
        /// When it last changed.
        pub updated_at: Timestamp,
    }
}

open_enum! {
    /// What a resource is. The vendor's list is open.
    pub enum ResourceKind {
        /// A person who gives the service.
        Staff = "staff",
        /// A room.
        Room = "room",
        /// A device or vehicle.
        Equipment = "equipment",
        /// A table.
        Table = "table",
        /// A voice or chat agent.
        Agent = "agent",
        /// A bay, for vehicles or beds.
        Bay = "bay",
    }
}

params! {
    /// A resource to create.
    pub struct NewResource {
        /// Its name.
        #[garde(length(chars, min = 1, max = 200))]
        pub name: String,
        /// What it is.
        #[garde(dive)]
        pub kind: ResourceKind,
        /// The smallest party that it takes. Default: 1.
        #[garde(range(min = 1, max = 1000))]
        pub capacity_min: Option<u32>,
        /// The largest party that it takes. Default: no bound.
        #[garde(range(min = 1, max = 1000))]
        pub capacity_max: Option<u32>,
        /// Where it stands, as the business calls it.
        #[garde(length(chars, min = 1, max = 64))]
        pub zone: Option<String>,
        /// Whether it can be held by new appointments. Default: true.
        pub active: Option<bool>,
    }
}

filters! {
    /// Which resources to list.
    pub struct ListResources {
        /// Only those of this kind.
        #[garde(dive)]
        pub kind: Option<ResourceKind>,
        /// Only those that can, or cannot, be held.
        pub active: Option<bool>,
    }
}

params! {
    /// What to change on a resource.
    pub struct UpdateResource {
        /// Its name.
        #[garde(length(chars, min = 1, max = 200))]
        pub name: Option<String>,
        /// The smallest party that it takes.
        #[garde(range(min = 1, max = 1000))]
        pub capacity_min: Option<u32>,
        /// Whether it can be held by new appointments.
        pub active: Option<bool>,
        /// The largest party that it takes; null for no bound.
        #[garde(range(min = 1, max = 1000))]
        pub capacity_max: Patch<u32>,
        /// Where it stands, as the business calls it.
        #[garde(length(chars, min = 1, max = 64))]
        pub zone: Patch<String>,
    }
}
