//! The table of operations: what each is called, where it is served, what it takes and gives.
//!
//! Every row is declared once, beside the types it uses, in `resources/`. The typed methods, [`OPERATIONS`], the OpenAPI
//! document and the sandbox's routes all follow from the row.

use std::fmt;
use std::marker::PhantomData;
use std::sync::LazyLock;

use crate::problem::ErrorCode;
use crate::resources::RESOURCES;

/// Every operation of the contract, in the order of its declaration.
pub static OPERATIONS: LazyLock<Vec<&'static Operation>> =
    LazyLock::new(|| RESOURCES.iter().flat_map(|resource| resource.operations).copied().collect());

/// A group of operations, such as `calendar.appointments`.
#[derive(Debug)]
pub struct Resource {
    /// Product and resource, with dots: where the methods are found on a client.
    pub name: &'static str,
    /// What the group is for.
    pub doc: &'static str,
    /// Its operations.
    pub operations: &'static [&'static Operation],
}

/// One operation of the contract.
pub struct Operation {
    /// The full name, such as `calendar.appointments.book`.
    pub name: &'static str,
    /// What it does, as Markdown; the first line is a summary.
    pub doc: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path, with the path parameter in braces.
    pub path: &'static str,
    /// The status of success.
    pub status: u16,
    /// Whether the answer is a page of items.
    pub paged: bool,
    /// Where the operation's form comes from.
    pub source: Source,
    /// The codes that it can fail with beyond those that any operation can.
    pub errors: &'static [ErrorCode],
    pub(crate) prepare: crate::request::Prepare,
    /// The types of its parameters and its answer.
    #[cfg(feature = "schema")]
    pub schema: OperationSchema,
}

/// The JSON Schemas of an operation's types.
#[cfg(feature = "schema")]
pub struct OperationSchema {
    /// The path parameter's, where there is one.
    pub path: Option<SchemaOf>,
    /// The query's (on a GET) or the body's, where there is one.
    pub params: Option<SchemaOf>,
    /// The answer's, or one item's where it is paged; none where the answer is empty.
    pub result: Option<SchemaOf>,
    /// Whether parameters written as JSON are accepted: what the schema says in words, and what a server does.
    pub check: Check,
}

/// Checks parameters written as JSON, and names every member at fault.
#[cfg(feature = "schema")]
pub type Check = fn(serde_json::Value) -> Result<(), Vec<crate::problem::FieldError>>;

/// Adds a type to a generator and returns its schema.
#[cfg(feature = "schema")]
pub type SchemaOf = fn(&mut schemars::SchemaGenerator) -> schemars::Schema;

impl Operation {
    /// Whether it changes anything, and so takes an idempotency key.
    pub fn is_mutation(&self) -> bool {
        self.method != Method::Get
    }

    /// Whether a guest's session may call it; an API key may call all of them.
    pub fn takes_session(&self) -> bool {
        crate::resources::queue::OPERATIONS_OF_A_GUEST.contains(&self.name)
    }

    /// The name of the path parameter, where there is one.
    pub fn path_parameter(&self) -> Option<&'static str> {
        let (_, rest) = self.path.split_once('{')?;
        rest.split_once('}').map(|(name, _)| name)
    }

    /// The operation called `name`.
    pub fn find(name: &str) -> Option<&'static Self> {
        OPERATIONS.iter().find(|operation| operation.name == name).copied()
    }
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} {})", self.name, self.method, self.path)
    }
}

/// An HTTP method that the contract uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates or acts.
    Post,
    /// Changes some members.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// The method as it stands on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Where a fact of the contract comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Printed on the vendor's developer pages for the product.
    Vendor,
    /// Printed on another public page of the vendor.
    Site,
    /// Printed nowhere: this project's decision.
    Ours,
}

impl Source {
    /// The word used in the OpenAPI document's `x-source`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vendor => "vendor",
            Self::Site => "site",
            Self::Ours => "ours",
        }
    }
}

/// An operation together with the types of its path parameter, its parameters and its answer (an item's where it is paged).
///
/// The typed methods and the sandbox's handlers are both checked against it.
pub struct Endpoint<K, P, T> {
    /// The row.
    pub operation: &'static Operation,
    #[doc(hidden)]
    pub types: Types<K, P, T>,
}

#[doc(hidden)]
pub type Types<K, P, T> = PhantomData<fn(K, P) -> T>;

impl<K, P, T> Endpoint<K, P, T> {
    /// The same, whose answer is read as another type.
    pub(crate) fn read_as<U>(self) -> Endpoint<K, P, U> {
        Endpoint { operation: self.operation, types: PhantomData }
    }
}

impl<K, P, T> Clone for Endpoint<K, P, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K, P, T> Copy for Endpoint<K, P, T> {}

impl<K, P, T> fmt::Debug for Endpoint<K, P, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.operation, f)
    }
}

/// Declares a resource: its handle on a client, a method for each row, and the rows themselves.
///
/// A row reads: what it does; method; verb and path; what it takes (a path parameter, then `Params`, or `..Params` where
/// all of them are optional); status and answer (`[Item]` for a page, `()` for none); its source; the codes of its own.
macro_rules! operations {
    (
        $(#[doc = $resource_doc:literal])+
        pub struct $resource:ident in $resource_name:literal;
        $(
            $(#[doc = $doc:literal])+
            $method:ident: $verb:ident $path:literal $args:tt => $status:literal $result:tt, $source:ident, [$($code:ident),*];
        )+
    ) => {
        $(#[doc = $resource_doc])+
        #[derive(Debug, Clone, Copy)]
        pub struct $resource<'a> {
            client: &'a crate::client::Client,
        }

        impl<'a> $resource<'a> {
            pub(crate) fn new(client: &'a crate::client::Client) -> Self {
                Self { client }
            }

            $($crate::operation::operations!(@method [$($doc)+] $method $args $result);)+
        }

        /// The rows of this resource, each with its types, for a server of the contract.
        #[allow(non_upper_case_globals, reason = "a row has the name of its method")]
        pub mod operation {
            #[allow(unused_imports, reason = "not every resource has types of its own")]
            use super::*;
            use crate::operation::{Endpoint, Method, Operation, Source};

            $(
                $(#[doc = $doc])+
                pub const $method: Endpoint<
                    $crate::operation::operations!(@path $args),
                    $crate::operation::operations!(@params $args),
                    $crate::operation::operations!(@item $result)
                > = Endpoint {
                    operation: &Operation {
                        name: concat!($resource_name, ".", stringify!($method)),
                        doc: concat!($($doc, "\n"),+),
                        method: Method::$verb,
                        path: $path,
                        status: $status,
                        paged: $crate::operation::operations!(@paged $result),
                        source: Source::$source,
                        errors: &[$(crate::problem::ErrorCode::$code),*],
                        prepare: crate::request::prepare_json::<
                            $crate::operation::operations!(@path $args),
                            $crate::operation::operations!(@params $args)
                        >,
                        #[cfg(feature = "schema")]
                        schema: crate::operation::OperationSchema {
                            path: $crate::operation::operations!(@path_schema $args),
                            params: $crate::operation::operations!(@params_schema $args),
                            result: $crate::operation::operations!(@result_schema $result),
                            check: |json| {
                                crate::validation::read_json::<$crate::operation::operations!(@params $args)>(json).map(|_| ())
                            },
                        },
                    },
                    types: std::marker::PhantomData,
                };
            )+
        }

        /// The declaration of this resource.
        pub(crate) const RESOURCE: crate::operation::Resource = crate::operation::Resource {
            name: $resource_name,
            doc: concat!($($resource_doc, "\n"),+),
            operations: &[$(operation::$method.operation),+],
        };
    };

    (@method [$($doc:literal)+] $method:ident (..$params:ident) [$item:ident]) => {
        $(#[doc = $doc])+
        pub fn $method(&self) -> crate::page::List<$params, $item> {
            crate::page::List::new(self.client, operation::$method, $params::default())
        }
    };
    (@method [$($doc:literal)+] $method:ident ($params:ident) [$item:ident]) => {
        $(#[doc = $doc])+
        pub fn $method(&self, params: impl Into<$params>) -> crate::page::List<$params, $item> {
            crate::page::List::new(self.client, operation::$method, params.into())
        }
    };
    (@method [$($doc:literal)+] $method:ident () $result:tt) => {
        $(#[doc = $doc])+
        pub fn $method(&self) -> crate::call::Call<$result> {
            crate::call::Call::new(self.client, operation::$method, &(), &())
        }
    };
    (@method [$($doc:literal)+] $method:ident ($params:ident) $result:tt) => {
        $(#[doc = $doc])+
        pub fn $method(&self, params: impl Into<$params>) -> crate::call::Call<$result> {
            crate::call::Call::new(self.client, operation::$method, &(), &params.into())
        }
    };
    (@method [$($doc:literal)+] $method:ident ($key:ident: $key_type:ident) $result:tt) => {
        $(#[doc = $doc])+
        pub fn $method(&self, $key: impl Into<$key_type>) -> crate::call::Call<$result> {
            crate::call::Call::new(self.client, operation::$method, &$key.into(), &())
        }
    };
    (@method [$($doc:literal)+] $method:ident ($key:ident: $key_type:ident, $params:ident) $result:tt) => {
        $(#[doc = $doc])+
        pub fn $method(&self, $key: impl Into<$key_type>, params: impl Into<$params>) -> crate::call::Call<$result> {
            crate::call::Call::new(self.client, operation::$method, &$key.into(), &params.into())
        }
    };

    (@path ($key:ident: $key_type:ident $($rest:tt)*)) => { $key_type };
    (@path $args:tt) => { () };
    (@params ($key:ident: $key_type:ident)) => { () };
    (@params ($key:ident: $key_type:ident, $params:ident)) => { $params };
    (@params (..$params:ident)) => { $params };
    (@params ($params:ident)) => { $params };
    (@params ()) => { () };
    (@item [$item:ident]) => { $item };
    (@item $result:tt) => { $result };
    (@paged [$item:ident]) => { true };
    (@paged $result:tt) => { false };

    (@path_schema ($key:ident: $key_type:ident $($rest:tt)*)) => { Some(|generator| generator.subschema_for::<$key_type>()) };
    (@path_schema $args:tt) => { None };
    (@params_schema ($key:ident: $key_type:ident)) => { None };
    (@params_schema ()) => { None };
    (@params_schema $args:tt) => {
        Some(|generator| generator.subschema_for::<$crate::operation::operations!(@params $args)>())
    };
    (@result_schema ()) => { None };
    (@result_schema $result:tt) => {
        Some(|generator| generator.subschema_for::<$crate::operation::operations!(@item $result)>())
    };
}

pub(crate) use operations;
