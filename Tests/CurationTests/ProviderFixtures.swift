import Foundation
import Synchronization

@testable import Curation

/// A time that passes only when somebody waits.
final class FakeTime: Timekeeper, Sendable {
  private let state = Mutex<(now: Double, sleeps: [Double])>((0, []))
  /// Every pause that was waited for, in order.
  var sleeps: [Double] { state.withLock { $0.sleeps } }
  func now() -> Double { state.withLock { $0.now } }
  func sleep(_ seconds: Double) {
    guard seconds > 0 else { return }
    state.withLock { state in
      state.now += seconds
      state.sleeps.append(seconds)
    }
  }
}

/// Answers as chat endpoints give them.
enum Chat {
  static func completion(_ text: String, finish: String = "stop") -> Data {
    let object: [String: Any] = [
      "choices": [["message": ["role": "assistant", "content": text], "finish_reason": finish]],
      "usage": ["prompt_tokens": 7, "completion_tokens": 3],
    ]
    return (try? JSONSerialization.data(withJSONObject: object)) ?? Data()
  }

  /// The last message of a request.
  static func prompt(_ body: Data) -> String {
    let object = try? JSONSerialization.jsonObject(with: body) as? [String: Any]
    let messages = object?["messages"] as? [[String: String]]
    return messages?.last?["content"] ?? ""
  }
}
