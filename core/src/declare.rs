//! The macros with which `resources/` declares types. What each makes is said where it stands; `operation.rs` has the
//! one for operations.

/// What the platform answers: a struct that keeps the fields it does not know.
///
/// It is serialisable both ways, comparable, `#[non_exhaustive]`, and has one more member, `extra`, with every field that
/// this version has no name for.
macro_rules! model {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$field_meta:meta])* pub $field:ident: $type:ty,)* }) => {
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        $(#[$meta])*
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
            /// Fields that this version does not know, as they came.
            #[serde(flatten)]
            #[cfg_attr(feature = "schema", schemars(skip))]
            pub extra: serde_json::Map<String, serde_json::Value>,
        }
    };
}

/// What a caller sends: a struct with a constructor for what is required and a setter for each member that is not.
///
/// A member is optional when its type is written `Option<…>` (absent, or a value) or `Patch<…>` (absent, null, or a value).
/// Unknown members are refused, and `#[garde(…)]` attributes are at once the validator and the bounds in the schema.
macro_rules! params {
    ($(#[$meta:meta])* pub struct $name:ident { $($members:tt)* }) => {
        $crate::declare::params!(@sort { [] $(#[$meta])* } $name [] [] [] $($members)*);
    };

    (@sort $head:tt $name:ident $required:tt [$($optional:tt)*] $patch:tt
        $(#[doc = $doc:literal])+ $(#[serde $wire:tt])? $(#[garde $rule:tt])* pub $field:ident: Option<$type:ty>, $($rest:tt)*) => {
        $crate::declare::params!(@sort $head $name $required
            [$($optional)* { [$($doc)+] [$(serde $wire)? $(garde $rule)*] $field: $type }] $patch $($rest)*);
    };
    (@sort $head:tt $name:ident $required:tt $optional:tt [$($patch:tt)*]
        $(#[doc = $doc:literal])+ $(#[serde $wire:tt])? $(#[garde $rule:tt])* pub $field:ident: Patch<$type:ty>, $($rest:tt)*) => {
        $crate::declare::params!(@sort $head $name $required $optional
            [$($patch)* { [$($doc)+] [$(serde $wire)? $(garde $rule)*] $field: $type }] $($rest)*);
    };
    (@sort $head:tt $name:ident [$($required:tt)*] $optional:tt $patch:tt
        $(#[doc = $doc:literal])+ $(#[serde $wire:tt])? $(#[garde $rule:tt])* pub $field:ident: $type:ty, $($rest:tt)*) => {
        $crate::declare::params!(@sort $head $name
            [$($required)* { [$($doc)+] [$(serde $wire)? $(garde $rule)*] $field: $type }] $optional $patch $($rest)*);
    };

    (@sort { [$($filters:ident)?] $(#[$meta:meta])* } $name:ident
        [$({ [$($rdoc:literal)+] [$($rattribute:ident $rvalue:tt)*] $rfield:ident: $rtype:ty })*]
        [$({ [$($odoc:literal)+] [$($oattribute:ident $ovalue:tt)*] $ofield:ident: $otype:ty })*]
        [$({ [$($pdoc:literal)+] [$($pattribute:ident $pvalue:tt)*] $pfield:ident: $ptype:ty })*]
    ) => {
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, garde::Validate)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "schema", schemars(!remote))]
        #[garde(allow_unvalidated)]
        #[serde(deny_unknown_fields, remote = "Self")]
        #[non_exhaustive]
        $(#[$meta])*
        pub struct $name {
            $($(#[doc = $rdoc])+ $(#[$rattribute $rvalue])* pub $rfield: $rtype,)*
            $(
                $(#[doc = $odoc])+ $(#[$oattribute $ovalue])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $ofield: Option<$otype>,
            )*
            $(
                $(#[doc = $pdoc])+ $(#[$pattribute $pvalue])*
                #[serde(default, skip_serializing_if = "crate::value::Patch::is_keep")]
                pub $pfield: crate::value::Patch<$ptype>,
            )*
        }

        $crate::declare::object_only!($name);

        impl $name {
            $crate::declare::params!(@new [$($rfield: $rtype,)*] [$($ofield)*] [$($pfield)*]);
            $(
                $(#[doc = $odoc])+
                #[must_use]
                pub fn $ofield(mut self, $ofield: impl Into<$otype>) -> Self {
                    self.$ofield = Some($ofield.into());
                    self
                }
            )*
            $(
                $(#[doc = $pdoc])+
                #[must_use]
                pub fn $pfield(mut self, $pfield: impl Into<crate::value::Patch<$ptype>>) -> Self {
                    self.$pfield = $pfield.into();
                    self
                }
            )*
        }

        impl $crate::request::Params for $name {}

        $crate::declare::params!(@default $name [$($rfield)*] [$($ofield)*] [$($pfield)*]);
        $crate::declare::params!(@list [$($filters)?] $name $({ [$($odoc)+] $ofield: $otype })*);
    };

    (@list [] $($rest:tt)*) => {};
    (@list [filters] $name:ident $({ [$($odoc:literal)+] $ofield:ident: $otype:ty })*) => {
        impl<T> $crate::page::List<$name, T> {
            $(
                $(#[doc = $odoc])+
                pub fn $ofield(mut self, $ofield: impl Into<$otype>) -> Self {
                    self.filters = self.filters.$ofield($ofield);
                    self
                }
            )*
        }
    };

    (@new [] $optional:tt $patch:tt) => {};
    (@new [$($rfield:ident: $rtype:ty,)+] [$($ofield:ident)*] [$($pfield:ident)*]) => {
        /// With what is required; the rest is set by the methods of its name.
        pub fn new($($rfield: impl Into<$rtype>),+) -> Self {
            Self {
                $($rfield: $rfield.into(),)+
                $($ofield: None,)*
                $($pfield: crate::value::Patch::Keep,)*
            }
        }
    };

    (@default $name:ident [] [$($ofield:ident)*] [$($pfield:ident)*]) => {
        impl Default for $name {
            fn default() -> Self {
                Self { $($ofield: None,)* $($pfield: crate::value::Patch::Keep,)* }
            }
        }
    };
    (@default $name:ident [$($rfield:ident)+] $optional:tt $patch:tt) => {};
}

/// Serialises a struct that is marked `#[serde(remote = "Self")]`, and reads it from an object alone.
///
/// What serde derives takes a list of the members' values as well, in the order of their declaration: `["slt_1", "ctc_1"]`.
macro_rules! object_only {
    ($name:ident) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                // The derived function, which is not this one.
                Self::serialize(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::deserialize($crate::validation::ObjectOnly(deserializer))
            }
        }
    };
}

/// What a caller narrows a list by: as `params!`, with the setters on the list itself, too.
macro_rules! filters {
    ($(#[$meta:meta])* pub struct $name:ident { $($members:tt)* }) => {
        $crate::declare::params!(@sort { [filters] $(#[$meta])* } $name [] [] [] $($members)*);
    };
}

/// An enum that stays open: a value that this version does not know is kept and written back byte for byte.
macro_rules! open_enum {
    ($(#[doc = $enum_doc:literal])+ pub enum $name:ident { $($(#[doc = $doc:literal])+ $variant:ident = $text:literal,)+ }) => {
        $(#[doc = $enum_doc])+
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $doc])+ $variant,)+
            /// A value that this version does not know, as it came.
            Unknown(String),
        }

        impl $name {
            /// Every value that this version knows.
            pub const KNOWN: &'static [&'static str] = &[$($text),+];

            /// The value as it stands on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Unknown(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)+
                    _ => Self::Unknown(text.to_owned()),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                Ok(Self::from(text.as_ref()))
            }
        }

        /// In a request only the known values are accepted.
        impl garde::Validate for $name {
            type Context = ();

            fn validate_into(&self, (): &(), path: &mut dyn FnMut() -> garde::Path, report: &mut garde::Report) {
                if let Self::Unknown(_) = self {
                    report.append(path(), garde::Error::new(format_args!("must be one of {}", Self::KNOWN.join(", "))));
                }
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "description": concat!($($enum_doc, "\n"),+).trim(),
                    "enum": Self::KNOWN,
                    "x-enum-descriptions": { $($text: concat!($($doc),+).trim()),+ },
                })
            }
        }
    };
}

pub(crate) use {filters, model, object_only, open_enum, params};
