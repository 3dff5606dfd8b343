// The least Node can do: take in the body without reading it, answer one card, always the same.
// node unread_card.js PORT
"use strict";
const http = require("node:http");

const ANSWER = JSON.stringify({
  cards: [
    {
      summary: "Dose above the target",
      indicator: "warning",
      detail: "Constant.",
      source: { label: "constant" },
    },
  ],
});

http
  .createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      response.writeHead(200, {
        "Content-Type": "application/json",
        "Content-Length": Buffer.byteLength(ANSWER),
      });
      response.end(ANSWER);
    });
  })
  .listen(Number(process.argv[2]), "127.0.0.1");
