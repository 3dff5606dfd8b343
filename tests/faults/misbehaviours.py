"""The ways in which a FHIR server goes wrong."""

import gzip
import json
import socket
import struct

from tests.faults.fhir_server import Exchange, page

_BOMB = gzip.compress(b" " * 50_000_000, 1)


def slow(exchange: Exchange) -> None:
    exchange.pause(5)
    exchange.reply(page())


def dripping_body(exchange: Exchange) -> None:
    exchange.head(200, Content_Type="application/fhir+json", Content_Length="100000")
    for _ in range(250):
        exchange.wfile.write(b" ")
        exchange.wfile.flush()
        exchange.pause(0.02)


def dripping_chunks(exchange: Exchange) -> None:
    exchange.head(200, Content_Type="application/fhir+json", Transfer_Encoding="chunked")
    for _ in range(250):
        exchange.wfile.write(b"1\r\n \r\n")
        exchange.wfile.flush()
        exchange.pause(0.02)


def dripping_headers(exchange: Exchange) -> None:
    exchange.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    for _ in range(250):
        exchange.wfile.write(b"x")
        exchange.wfile.flush()
        exchange.pause(0.02)


def endless_interim_answers(exchange: Exchange) -> None:
    for _ in range(250):
        exchange.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        exchange.wfile.flush()
        exchange.pause(0.02)


def failing(exchange: Exchange) -> None:
    exchange.reply(b"java.lang.NullPointerException", 500)


def unauthorized(exchange: Exchange) -> None:
    exchange.reply(b"{}", 401, WWW_Authenticate="Bearer")


def forbidden(exchange: Exchange) -> None:
    exchange.reply(b"{}", 403)


def unknown_search(exchange: Exchange) -> None:
    exchange.reply(b"{}", 404)


def cut_json(exchange: Exchange) -> None:
    exchange.reply(json.dumps(page()).encode()[:-9])


def cut_transfer(exchange: Exchange) -> None:
    exchange.head(200, Content_Type="application/fhir+json", Content_Length="5000")
    exchange.wfile.write(json.dumps(page()).encode())
    exchange.hang_up()


def html(exchange: Exchange) -> None:
    exchange.reply(b"<html>Sign in</html>", Content_Type="text/html")


def another_resource(exchange: Exchange) -> None:
    exchange.reply({"resourceType": "CapabilityStatement"})


def only_other_types(exchange: Exchange) -> None:
    exchange.reply(page({"resourceType": "Appointment", "id": "a1"}))


def outcome(exchange: Exchange) -> None:
    issue = {"severity": "error", "code": "exception", "diagnostics": "out of memory"}
    exchange.reply({"resourceType": "OperationOutcome", "issue": [issue]})


def bomb(exchange: Exchange) -> None:
    exchange.reply(_BOMB, Content_Encoding="gzip")


def huge(exchange: Exchange) -> None:
    exchange.head(200, Content_Type="application/fhir+json", Content_Length=str(10**9))
    for _ in range(1000):
        exchange.wfile.write(b" " * 1_000_000)


def endless_pages(exchange: Exchange) -> None:
    number = len(exchange.server.seen)
    host = exchange.headers["Host"]
    exchange.reply(page(following=f"http://{host}/fhir/Observation?page={number}"))


def same_page_again(exchange: Exchange) -> None:
    exchange.reply(page(following=f"http://{exchange.headers['Host']}{exchange.path}"))


def deep(exchange: Exchange) -> None:
    exchange.reply(b'{"resourceType":"Bundle","entry":' + b"[" * 100_000)


def resetting(exchange: Exchange) -> None:
    linger = struct.pack("ii", 1, 0)
    exchange.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    exchange.hang_up()


def odd_headers(exchange: Exchange) -> None:
    exchange.wfile.write(b"HTTP/1.1 200 OK\r\nno colon here\r\n: \r\n\r\n{}")
    exchange.hang_up()


def not_http(exchange: Exchange) -> None:
    exchange.wfile.write(b"\x00\x01SSH-2.0 who is there?\r\n")
    exchange.hang_up()
