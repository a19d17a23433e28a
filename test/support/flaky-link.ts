import { once } from 'node:events';
import net from 'node:net';
import type { TestContext } from 'node:test';

/** Stands between a client and a server, and can break the connection between a request and its answer. */
export class FlakyLink {
  readonly #target: number;
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();
  #isDown = false;
  /** Called with what the server answers; true: the answer is lost, and with it all connections. */
  losesAnswer: (request: Buffer) => boolean = () => false;

  private constructor(target: number) {
    this.#target = target;
    this.#server = net.createServer((client) => this.#connect(client));
  }

  static async start(t: TestContext, target: number): Promise<FlakyLink> {
    const link = new FlakyLink(target);
    link.#server.listen(0, '127.0.0.1');
    await once(link.#server, 'listening');
    t.after(() => {
      link.#server.close();
      link.#cut();
    });
    return link;
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.#server.address() as net.AddressInfo).port}`;
  }

  /** Refuses connections from now on, or takes them again. */
  set isDown(isDown: boolean) {
    this.#isDown = isDown;
    if (isDown) this.#cut();
  }

  #connect(client: net.Socket): void {
    if (this.#isDown) {
      client.destroy();
      return;
    }
    const server = net.connect(this.#target, '127.0.0.1');
    let request = Buffer.alloc(0);
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.#sockets.delete(socket));
    }
    client.on('data', (block) => {
      request = Buffer.concat([request.subarray(-1e6), block]);
      server.write(block);
    });
    server.on('data', (block) => {
      if (this.losesAnswer(request)) this.isDown = true;
      else client.write(block);
      request = Buffer.alloc(0);
    });
    client.on('end', () => server.end());
    server.on('end', () => client.end());
  }

  #cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}
