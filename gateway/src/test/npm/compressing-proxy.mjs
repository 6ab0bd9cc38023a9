// Compresses what a server answers, as the development servers of many frameworks do, and prints its port.
// Usage: node compressing-proxy.mjs URL
import http from 'node:http';
import compression from 'compression';

const compress = compression();
const server = http.createServer((request, response) =>
  compress(request, response, () =>
    request.pipe(
      http.request(process.argv[2] + request.url, {method: request.method, headers: request.headers}, answer => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      }),
    ),
  ),
);
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
