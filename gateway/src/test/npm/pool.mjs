// Publishes the moment that a stream has ended, as an application does whose requests share a pool of connections; prints the status
// of each answer, or what went wrong, a line each.
// Usage: node pool.mjs GATEWAY MANAGEMENT ROUNDS
import http from 'node:http';

const [gateway, management, rounds] = process.argv.slice(2);
const agent = new http.Agent({keepAlive: true, maxSockets: 1});
const body = JSON.stringify({topics: ['pool'], data: 'the stream has ended'});
const headers = {'Content-Type': 'application/json'};

const end = welcome =>
  fetch(`${management}/connections/${/"connectionId":"(\w+)"/.exec(welcome)[1]}`, {method: 'DELETE'});

/** Node's own client. */
const byAgent = () =>
  new Promise(resolve =>
    http.get(`${gateway}/events`, {agent}, stream => {
      let text = '';
      stream.on('data', data => {
        text += data;
        if (text.includes('connectionId') && text.endsWith('\n\n')) {
          end(text);
        }
      });
      stream.on('end', () => {
        const request = http.request(`${gateway}/publish`, {agent, method: 'POST', headers}, answer => {
          answer.resume();
          resolve(answer.statusCode);
        });
        request.on('error', error => resolve(error.code));
        request.end(body);
      });
    }),
  );

/** Node's fetch. */
async function byFetch() {
  const stream = await fetch(`${gateway}/events`);
  let text = '';
  for await (const piece of stream.body.pipeThrough(new TextDecoderStream())) {
    text += piece;
    if (text.includes('connectionId') && text.endsWith('\n\n')) {
      end(text);
      text = '';
    }
  }
  try {
    return (await fetch(`${gateway}/publish`, {method: 'POST', headers, body})).status;
  } catch (error) {
    return error.cause?.code ?? String(error);
  }
}

for (let round = 0; round < Number(rounds); round++) {
  console.log(await byAgent());
  console.log(await byFetch());
}
agent.destroy();
