"""Examples that the API's document shows; a test sends the requests and compares the answers' shapes."""

from typing import Any

REQUESTS: dict[str, Any] = {
    "ScreenRequest": {
        "text": "i want to die",
        "hashtags": ["#tired"],
        "trigger": "share",
        "language": "en",
        "country": "GB",
        "age_band": "13-15",
        "account": "viewer-1",
    },
    "FeedRequest": {
        "account": "viewer-1",
        "language": "en",
        "items": [
            {"id": "42", "text": "they bullied me again", "hashtags": ["school"], "topics": []},
            {"id": "43", "text": "my cat took my seat", "hashtags": [], "topics": []},
        ],
    },
    "UsageRequest": {"day": "2026-11-24", "minutes": 61},
}
ANSWERS: dict[str, Any] = {
    "ScreenResponse": {
        "matches": [
            {
                "topic": "suicide-self-harm",
                "level": "urgent",
                "intent": "at-risk",
                "term": "want to die",
                "start": 2,
                "end": 13,
                "source": "text",
                "hashtag_index": None,
            }
        ],
        "help": {
            "topic": "suicide-self-harm",
            "level": "urgent",
            "line": "Thank you for saying it. Somebody can listen to you right now.",
            "results_opt_in": True,
            "resources": [
                {
                    "kind": "people",
                    "title": "A help line",
                    "text": "For anyone who is struggling, day or night.",
                    "url": "https://helpline.example/",
                    "phone": "000 000",
                    "dial": "000000",
                    "sms": "",
                    "open_now": True,
                    "hours": "Open now, day and night",
                }
            ],
            "guide_url": "https://safety.example/en/topics/suicide/",
            "friend_url": "https://safety.example/en/topics/suicide/?for=friend",
        },
    },
    "FeedResponse": {
        "items": [
            {
                "id": "42",
                "decision": "cover",
                "topic": "harassment",
                "line": "This post is about harassment.",
                "reason": "repeated-use",
            },
            {"id": "43", "decision": "show", "topic": "", "line": "", "reason": "nothing-sensitive"},
        ]
    },
    "ExposuresResponse": {
        "exposures": [{"topic": "harassment", "day": "2026-11-24", "count": 3}],
        "covers": [{"topic": "harassment", "since": "2026-11-24", "until": "2026-12-08", "times": 3}],
        "paused_until": None,
        "contests": [],
    },
}
