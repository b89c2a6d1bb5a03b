# 1. Join the Queue
curl -X POST https://api.softknack.com/v1/queue/join \
  -H "Authorization: Bearer $JWT_TOKEN" \
  -H "Idempotency-Key: idemp_key_99182" \
  -H "Content-Type: application/json" \
  -d '{
    "customerId": "ctc_01HXYZ789",
    "partySize": 4,
    "matchType": "FITTED",
    "resourceType": "table",
    "metadata": { "zone": "AC" }
  }'

# Response:
# {
#   "id": "que_01J8F9087",
#   "status": "waiting",
#   "position": 3,
#   "estimatedWaitSeconds": 720
# }
