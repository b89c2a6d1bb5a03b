import requests

# 1. Join the Queue
url = "https://api.softknack.com/v1/queue/join"
headers = {
    "Authorization": f"Bearer {jwt_token}",
    "Idempotency-Key": "idemp_key_99182"
}
payload = {
    "customerId": "ctc_01HXYZ789",
    "partySize": 4,
    "matchType": "FITTED",
    "resourceType": "table",
    "metadata": { "zone": "AC" }
}
response = requests.post(url, json=payload, headers=headers)
print(response.json())
