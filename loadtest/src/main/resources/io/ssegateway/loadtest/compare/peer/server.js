'use strict';
// Server-sent events as anyone would write them with Node's own http: a Map of the open responses, one write() for each.
// Any GET subscribes, any POST is an event whose data is the body.

const http = require('http');

const port = Number(process.argv[2]);
const streams = new Map();
let nextId = 0;

function subscribe(request, response) {
  const id = nextId++;
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.flushHeaders();
  streams.set(id, response);
  response.on('close', () => streams.delete(id));
}

function publish(request, response) {
  const parts = [];
  request.on('data', part => parts.push(part));
  request.on('end', () => {
    response.end();
    const event = `data: ${Buffer.concat(parts)}\n\n`;
    for (const stream of streams.values()) {
      stream.write(event);
    }
  });
}

http
  .createServer((request, response) => (request.method === 'POST' ? publish : subscribe)(request, response))
  .listen({ port, host: '127.0.0.1', backlog: 4096 });

// So that memory can be compared without what is only not collected yet.
process.on('SIGUSR2', () => globalThis.gc && globalThis.gc());
