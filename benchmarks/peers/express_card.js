// Node's constant card: Express parses the body as JSON and answers one card, always the same.
// node express_card.js PORT
"use strict";
const express = require("express");

const CARD = {
  summary: "Dose above the target",
  indicator: "warning",
  detail: "Constant.",
  source: { label: "constant" },
};

const app = express();
app.use(express.json({ limit: "16mb" }));
app.post("/cds-services/lupus-order-sign", (request, response) => {
  if (request.body.hook !== "order-sign") {
    response.status(400).json({});
    return;
  }
  response.json({ cards: [CARD] });
});
app.listen(Number(process.argv[2]), "127.0.0.1");
