#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A growing run of plain values that one owner fills and hot loops read.
///
/// Unlike an array it has no reference count and no copy, grows in place where the system can (`realloc`), and
/// lets go of its memory when its owner does.
struct GrowableBuffer<Element: BitwiseCopyable>: ~Copyable {
  /// The first element. Valid until the buffer grows or goes.
  private(set) var base: UnsafeMutablePointer<Element>
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int = 16) {
    self.capacity = max(16, capacity)
    base = Self.room(for: self.capacity, replacing: nil)
  }

  init(repeating element: Element, count: Int) {
    self.init(capacity: count)
    base.initialize(repeating: element, count: count)
    self.count = count
  }

  deinit { free(base) }

  /// The elements as they are now.
  var elements: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }

  @inline(__always)
  subscript(index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count, "index outside of the buffer")
      return base[index]
    }
    set {
      precondition(index >= 0 && index < count, "index outside of the buffer")
      base[index] = newValue
    }
  }

  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { reserve(capacity * 2) }
    // SAFETY: there is room for one more element.
    base[count] = element
    count += 1
  }

  @inline(__always)
  mutating func append(_ source: UnsafePointer<Element>, count added: Int) {
    if count + added > capacity { reserve(max(capacity * 2, count + added)) }
    // SAFETY: there is room for `added` more, and the source is not part of this buffer.
    (base + count).update(from: source, count: added)
    count += added
  }

  /// Makes room for `capacity` elements.
  mutating func reserve(_ capacity: Int) {
    guard capacity > self.capacity else { return }
    base = Self.room(for: capacity, replacing: base)
    self.capacity = capacity
  }

  mutating func removeAll() { count = 0 }

  /// Keeps the first `count` elements.
  mutating func truncate(to count: Int) { self.count = min(self.count, count) }

  private static func room(
    for capacity: Int, replacing old: UnsafeMutablePointer<Element>?
  ) -> UnsafeMutablePointer<Element> {
    let (bytes, overflow) = capacity.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    // SAFETY: elements are plain values, so moving their bytes moves them.
    guard !overflow, let room = realloc(old, bytes) else { preconditionFailure("out of memory") }
    return room.bindMemory(to: Element.self, capacity: capacity)
  }
}
