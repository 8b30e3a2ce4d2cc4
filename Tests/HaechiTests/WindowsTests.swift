import Testing

@testable import Haechi

struct WindowsTests {
  @Test("No piece gives no window, and what fits gives one")
  func short() {
    #expect(Windows.over(count: 0, capacity: 8) == [])
    #expect(Windows.over(count: 1, capacity: 8) == [0..<1])
    #expect(Windows.over(count: 8, capacity: 8) == [0..<8])
  }

  @Test("Neighbours overlap by a quarter and the last window is moved back to be full")
  func overlap() {
    #expect(Windows.over(count: 9, capacity: 8) == [0..<8, 1..<9])
    #expect(Windows.over(count: 20, capacity: 8) == [0..<8, 6..<14, 12..<20])
    #expect(Windows.over(count: 21, capacity: 8) == [0..<8, 6..<14, 12..<20, 13..<21])
  }

  @Test("Every piece is read, no window is longer than the context, and each overlaps the next")
  func laws() {
    for capacity in 1...13 {
      for count in 1...60 {
        let windows = Windows.over(count: count, capacity: capacity)
        #expect(windows.first?.lowerBound == 0)
        #expect(windows.last?.upperBound == count)
        #expect(windows.allSatisfy { 1...capacity ~= $0.count })
        for (one, next) in zip(windows, windows.dropFirst()) {
          #expect(next.lowerBound > one.lowerBound)
          #expect(one.upperBound - next.lowerBound >= capacity / 4)
        }
      }
    }
  }
}
