"""Makes jwe.json: compact JWEs (RFC 7516, ECDH-ES+A256KW with A256GCM) by other code than the SDK reads them with.

Written from RFC 7518 on the primitives of python3-cryptography. Every key is for these vectors alone.
Run: python3 make_jwe.py > jwe.json
"""
import base64
import hashlib
import json
import os
import struct

from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_wrap
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

MESSAGE = "01980000-0000-7000-8000-000000000001"


def b64(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def concat_kdf(shared, alg):
    """RFC 7518 section 4.6.2 with empty PartyUInfo and PartyVInfo, 256 bits: one round."""
    name = alg.encode()
    other = struct.pack(">I", len(name)) + name + struct.pack(">III", 0, 0, 256)
    return hashlib.sha256(struct.pack(">I", 1) + shared + other).digest()


def public_jwk(key):
    if isinstance(key, ec.EllipticCurvePublicKey):
        n = key.public_numbers()
        return {"kty": "EC", "crv": "P-256", "x": b64(n.x.to_bytes(32, "big")), "y": b64(n.y.to_bytes(32, "big"))}
    return {"kty": "OKP", "crv": "X25519", "x": b64(key.public_bytes(Encoding.Raw, PublicFormat.Raw))}


def private_jwk(key, kid):
    if isinstance(key, ec.EllipticCurvePrivateKey):
        d = key.private_numbers().private_value.to_bytes(32, "big")
    else:
        d = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return {**public_jwk(key.public_key()), "d": b64(d), "kid": kid}


def encrypt(plaintext, recipient, kid):
    if isinstance(recipient, ec.EllipticCurvePublicKey):
        ephemeral = ec.generate_private_key(ec.SECP256R1())
        shared = ephemeral.exchange(ec.ECDH(), recipient)
    else:
        ephemeral = x25519.X25519PrivateKey.generate()
        shared = ephemeral.exchange(recipient)
    header = {"alg": "ECDH-ES+A256KW", "enc": "A256GCM", "kid": kid, "epk": public_jwk(ephemeral.public_key())}
    protected = b64(json.dumps(header).encode())
    content_key, iv = os.urandom(32), os.urandom(12)
    wrapped = aes_key_wrap(concat_kdf(shared, header["alg"]), content_key)
    sealed = AESGCM(content_key).encrypt(iv, plaintext, protected.encode())
    return ".".join([protected, b64(wrapped), b64(iv), b64(sealed[:-16]), b64(sealed[-16:])])


plaintext = {"messageId": MESSAGE, "kind": "referral", "body": {"person": {"caseCode": "FICTION-1", "note": "é ✓"}}}
vectors = []
for kid, key in (("p256-2026", ec.generate_private_key(ec.SECP256R1())), ("x25519-2026", x25519.X25519PrivateKey.generate())):
    raw = json.dumps(plaintext, ensure_ascii=False).encode()
    vectors.append({"kid": kid, "key": private_jwk(key, kid), "jwe": encrypt(raw, key.public_key(), kid), "plaintext": plaintext})
print(json.dumps(vectors, indent=2, ensure_ascii=False))
