// Subscribes with npm's EventSource as an application does, and prints what happens to it, a line each.
// Usage: MERCURE_JWT=token node subscribe.mjs URL
import {EventSource} from 'eventsource';

const authorization = `Bearer ${process.env.MERCURE_JWT}`;
const source = new EventSource(process.argv[2], {
  fetch: (input, init) => fetch(input, {...init, headers: {...init.headers, Authorization: authorization}}),
});
const print = event => console.log(`${event.type}: ${event.data}, ${event.lastEventId}`);
source.onopen = () => console.log('open');
source.onmessage = print;
source.addEventListener('book', print);
source.onerror = event =>
  console.log(source.readyState === source.CLOSED ? `closed: ${event.code}` : 'away');
