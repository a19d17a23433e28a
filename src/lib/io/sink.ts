/** What a sink tells of. */
export interface SinkEvents {
  /** So many bytes have been taken by the system for the first time. */
  took(bytes: number): void;
  /** There is room again. */
  drained(): void;
  failed(error: unknown): void;
}

/** What the blocks of an output are written to: a file or device, a pipe or socket, a FIFO that outlives its readers. */
export interface Sink {
  /** Whether what is written now has to wait for the reader, until `drained` is told. */
  readonly blocked: boolean;
  /** Bytes that wait for a reader who may never come. */
  readonly unsent: number;
  /** Whether what has been taken counts as written only when the sink is closed. */
  readonly provisional: boolean;
  /** Writes the first `length` bytes of a block, and gives a block to fill next: the same one, where its bytes are needed no more. */
  write(block: Buffer, length: number): Buffer;
  /** Told that all is taken and no more comes: what its reader leaves unread may have to go out again. */
  settle(): void;
  /** Closes, once nothing is blocked. */
  close(): void;
  /** Takes back what is provisional; `close` follows. */
  abandon(): void;
}
