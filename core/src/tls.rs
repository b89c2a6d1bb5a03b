//! TLS: rustls on ring, with a trust store that is loaded when the first https connection needs it.

use std::sync::{Arc, OnceLock};

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};

use crate::error::Error;

/// A TLS configuration that trusts the operating system's roots and `extra_roots`, and shows `identity` to servers that ask.
///
/// Making it reads no file: a client is cheap to make, also where it will never speak TLS.
pub(crate) fn config(extra_roots: &[Vec<u8>], identity: Option<&[u8]>) -> Result<ClientConfig, Error> {
    let provider = Arc::new(ring::default_provider());
    let mut extra = Vec::new();
    for pem in extra_roots {
        extra.extend(certificates(pem, "the root certificate")?);
    }
    // A certificate that cannot be a root is found here, not at the first connection.
    let mut store = RootCertStore::empty();
    for certificate in &extra {
        store
            .add(certificate.clone())
            .map_err(|error| Error::configuration("the root certificate cannot be used").with_source(error))?;
    }
    let verifier = Arc::new(LazyVerifier { provider: Arc::clone(&provider), extra, loaded: OnceLock::new() });
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::configuration("TLS cannot be set up").with_source(error))?
        .dangerous()
        .with_custom_certificate_verifier(verifier);
    let mut config = match identity {
        None => builder.with_no_client_auth(),
        Some(pem) => {
            let chain = certificates(pem, "the client certificate")?;
            let key = PrivateKeyDer::from_pem_slice(pem)
                .map_err(|_| Error::configuration("the client certificate comes without a private key in PEM"))?;
            // The error could describe the key: it is not passed on.
            builder
                .with_client_auth_cert(chain, key)
                .map_err(|_| Error::configuration("the client certificate and its private key do not fit"))?
        }
    };
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn certificates(pem: &[u8], what: &'static str) -> Result<Vec<CertificateDer<'static>>, Error> {
    let found: Vec<_> = CertificateDer::pem_slice_iter(pem)
        .collect::<Result<_, _>>()
        .map_err(|_| Error::configuration(format!("{what} is not PEM")))?;
    if found.is_empty() { Err(Error::configuration(format!("{what} has no CERTIFICATE section"))) } else { Ok(found) }
}

/// The roots of this machine, read once in a process; the bundled ones where it has none.
fn system_roots() -> &'static RootCertStore {
    static ROOTS: OnceLock<RootCertStore> = OnceLock::new();
    ROOTS.get_or_init(|| {
        let mut store = RootCertStore::empty();
        let found = rustls_native_certs::load_native_certs();
        for error in &found.errors {
            tracing::debug!(%error, "a part of the system's trust store cannot be read");
        }
        store.add_parsable_certificates(found.certs);
        if store.is_empty() {
            tracing::debug!("the system has no trust store: the bundled roots serve");
            store.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        }
        store
    })
}

/// The usual verifier, made when the first certificate is to be verified.
#[derive(Debug)]
struct LazyVerifier {
    provider: Arc<CryptoProvider>,
    extra: Vec<CertificateDer<'static>>,
    loaded: OnceLock<Result<Arc<WebPkiServerVerifier>, rustls::Error>>,
}

impl LazyVerifier {
    fn verifier(&self) -> Result<&WebPkiServerVerifier, rustls::Error> {
        let loaded = self.loaded.get_or_init(|| {
            let mut roots = system_roots().clone();
            roots.add_parsable_certificates(self.extra.iter().cloned());
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&self.provider))
                .build()
                .map_err(|error| rustls::Error::General(error.to_string()))
        });
        loaded.as_deref().map_err(Clone::clone)
    }
}

impl ServerCertVerifier for LazyVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        self.verifier()?.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
