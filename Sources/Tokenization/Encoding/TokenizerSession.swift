/// One thread's way to encode many texts: memory and a cache of words that are used again and again.
///
/// The ids are those of ``Tokenizer/encode(_:)``, whatever came before. A session belongs to one task; make one
/// for each.
public final class TokenizerSession {
  /// The tokenizer that the session runs.
  public let tokenizer: Tokenizer
  private var scratch: EncodingScratch

  /// A session that keeps up to `cachedWords` words, rounded up to a power of two; 0 keeps none.
  ///
  /// A word takes 64 bytes, or 128 where the model spells unknown characters as bytes.
  public init(_ tokenizer: Tokenizer, cachedWords: Int = 1 << 15) {
    precondition(cachedWords >= 0, "a number of words")
    var places = cachedWords == 0 ? 0 : 1
    while places < cachedWords { places *= 2 }
    self.tokenizer = tokenizer
    scratch = EncodingScratch(for: tokenizer.tables, cachePlaces: places)
  }

  /// The ids of the pieces of `utf8`, lent to `body`. Malformed bytes are read as U+FFFD.
  public func withIDs<Result, Failure: Error>(
    of utf8: UnsafeBufferPointer<UInt8>,
    _ body: (UnsafeBufferPointer<Int32>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    scratch.encode(utf8, tokenizer.tables, wantsSpans: false)
    // SAFETY: the ids stay until the next call.
    return try body(UnsafeBufferPointer(start: scratch.ids.base, count: scratch.ids.count))
  }

  /// Adds the ids of the pieces of `utf8` to `ids`. Malformed bytes are read as U+FFFD.
  public func encode(utf8: UnsafeBufferPointer<UInt8>, into ids: inout [Int32]) {
    withIDs(of: utf8) { ids.append(contentsOf: $0) }
  }

  /// The ids of the pieces of `utf8`. Malformed bytes are read as U+FFFD.
  public func encode(utf8: [UInt8]) -> [Int32] {
    utf8.withUnsafeBufferPointer { withIDs(of: $0) { Array($0) } }
  }

  /// The pieces of `utf8` with their places in it.
  public func encodeWithSpans(utf8: UnsafeBufferPointer<UInt8>, into encoding: inout Encoding) {
    scratch.encode(utf8, tokenizer.tables, wantsSpans: true)
    // SAFETY: as many spans as ids are in use.
    encoding.ids.append(contentsOf: UnsafeBufferPointer(start: scratch.ids.base, count: scratch.ids.count))
    encoding.spans.append(
      contentsOf: UnsafeBufferPointer(start: scratch.spans.base, count: scratch.spans.count))
  }
}
