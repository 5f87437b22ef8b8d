/**
 * The baseline that needs no installation: a process that passes frames between the sockets of a room and keeps nothing.
 * It answers a question with "nothing", so that clients count themselves in sync. What remains of a server without its work.
 */
import { createServer } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { ASK, hasNothing } from './wire.ts';

const rooms = new Map<string, Set<WebSocket>>();
const answer = hasNothing();
const http = createServer((_request, response) => void response.end());

new WebSocketServer({ server: http, perMessageDeflate: false }).on('connection', (socket, request) => {
  const name = request.url ?? '';
  const room = rooms.get(name) ?? new Set();
  rooms.set(name, room.add(socket));
  socket.on('message', (data) => {
    if (!(data instanceof Buffer) || data[0] !== 0) return;
    if (data[1] === ASK) return socket.send(answer);
    for (const one of room) one.send(data);
  });
  socket.on('close', () => {
    room.delete(socket);
    if (room.size === 0) rooms.delete(name);
  });
});
http.listen(Number(process.env['PORT']), '127.0.0.1');
