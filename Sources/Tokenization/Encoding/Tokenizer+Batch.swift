import Dispatch
import Synchronization

extension Tokenizer {
  /// The ids of the pieces of each text, in the order of the texts, cut on `threads` threads at once.
  ///
  /// The same ids for any number of threads: those of ``encodeIDs(_:)``. Malformed bytes are read as U+FFFD.
  public func encodeBatch(_ texts: [[UInt8]], threads: Int) -> [[Int32]] {
    precondition(threads > 0, "one thread at least")
    // Texts are handed out in runs, so that a thread's next text is near to its last one.
    let run = min(64, max(1, texts.count / threads))
    let runs = (texts.count + run - 1) / run
    guard threads > 1, runs > 1 else { return encode(texts, in: texts.indices) }
    let next = Atomic(0)
    let results = Mutex([[[Int32]]](repeating: [], count: runs))
    DispatchQueue.concurrentPerform(iterations: min(threads, runs)) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < runs else { return }
        let part = encode(texts, in: index * run..<min(texts.count, (index + 1) * run))
        results.withLock { $0[index] = part }
      }
    }
    return results.withLock { $0 }.flatMap { $0 }
  }

  private func encode(_ texts: [[UInt8]], in range: Range<Int>) -> [[Int32]] {
    pool.withScratch(for: tables) { scratch in
      range.map { index in
        texts[index].withUnsafeBufferPointer { scratch.encode($0, tables, wantsSpans: false) }
        return scratch.copiedIDs()
      }
    }
  }
}
