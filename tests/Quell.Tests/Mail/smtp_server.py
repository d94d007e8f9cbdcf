"""An SMTP server for tests: prints its port, then each mail as a JSON line. Arguments: [--auth METHODS] [--tls CERT KEY]"""
import base64
import json
import ssl
import sys
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

arguments = sys.argv[1:]


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("never"):
            return "550 5.1.1 No such mailbox"
        if address.startswith("later"):
            return "451 4.3.0 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content, policy=policy.default)
        print(json.dumps({
            "from": envelope.mail_from, "to": envelope.rcpt_tos, "subject": message["subject"], "sender": message["from"],
            "body": message.get_content(), "raw": base64.b64encode(envelope.content).decode(), "tls": session.ssl is not None,
            "user": session.auth_data.login.decode() if session.auth_data else None}), flush=True)
        return "250 Taken"


def authenticate(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and data.login == b"user" and data.password == b"right"
    return AuthResult(success=good, handled=good, auth_data=data)


class AnyPort(Controller):
    def _trigger_server(self):
        # The base class connects to the port it was given, which is 0 here.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


more = {}
if "--auth" in arguments:
    methods = arguments[arguments.index("--auth") + 1].split(",")
    more.update(authenticator=authenticate, auth_required=True, auth_require_tls=False,
                auth_exclude_mechanism=[m for m in ("PLAIN", "LOGIN") if m not in methods])
if "--tls" in arguments:
    at = arguments.index("--tls")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(arguments[at + 1], arguments[at + 2])
    more.update(tls_context=context, require_starttls=True)
controller = AnyPort(Handler(), hostname="127.0.0.1", port=0, enable_SMTPUTF8="--utf8" in arguments, **more)
controller.start()
print(controller.port, flush=True)
sys.stdin.read()
controller.stop()
