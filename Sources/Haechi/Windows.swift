/// How a text longer than the context is cut into overlapping windows of pieces.
package enum Windows {
  /// The windows over `count` pieces, in order, each of at most `capacity` pieces.
  ///
  /// Neighbours share at least a quarter of `capacity`; the last window is moved back to be full, so that the end
  /// of the text is read with as much context as its middle. No piece gives no window.
  package static func over(count: Int, capacity: Int) -> [Range<Int>] {
    precondition(count >= 0 && capacity > 0)
    guard count > capacity else { return count == 0 ? [] : [0..<count] }
    let stride = max(1, capacity - capacity / 4)
    var windows: [Range<Int>] = []
    var start = 0
    while start + capacity < count {
      windows.append(start..<start + capacity)
      start += stride
    }
    windows.append(count - capacity..<count)
    return windows
  }
}
