// Sends back whatever it is sent.
process.on("message", (message) => process.send(message, () => process.disconnect()));
